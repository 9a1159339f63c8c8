// German as the stages need it: how symbols are spoken, and what tells that such a word is meant as a word.

import type { Language } from '../language.ts';
import { wordSet } from './wordSet.ts';

const copulas = wordSet('ist sind war waren wird werden hat haben bedeutet soll sollte muss kann darf');

export const german: Language = {
  code: 'de',
  symbols: {
    period: 'punkt, satzende',
    comma: 'komma, beistrich',
    colon: 'doppelpunkt',
    semicolon: 'semikolon, strichpunkt',
    questionMark: 'fragezeichen',
    exclamationMark: 'ausrufezeichen, ausrufungszeichen, rufzeichen',
    ellipsis: 'auslassungspunkte, punkt punkt punkt, drei punkte',
    dash: 'gedankenstrich',
    doubleDash: 'doppelstrich, strich strich',
    hyphen: 'bindestrich, strich',
    apostrophe: 'apostroph, hochkomma',

    openParen: 'klammer auf, runde klammer auf, öffnende klammer',
    closeParen: 'klammer zu, runde klammer zu, schließende klammer',
    emptyParens: 'leere klammern, klammer auf zu, klammern leer',
    openBracket: 'eckige klammer auf, öffnende eckige klammer, eckig auf',
    closeBracket: 'eckige klammer zu, schließende eckige klammer, eckig zu',
    emptyBrackets: 'leere eckige klammern, eckige klammer auf zu',
    openBrace: 'geschweifte klammer auf, geschwungene klammer auf, öffnende geschweifte klammer',
    closeBrace: 'geschweifte klammer zu, geschwungene klammer zu, schließende geschweifte klammer',
    emptyBraces: 'leere geschweifte klammern, geschweifte klammer auf zu',
    openAngle: 'spitze klammer auf, öffnende spitze klammer',
    closeAngle: 'spitze klammer zu, schließende spitze klammer',
    quote: 'anführungszeichen, gänsefüßchen',
    openQuote: 'anführungszeichen auf, anführungszeichen unten, zitat anfang',
    closeQuote: 'anführungszeichen zu, anführungszeichen oben, zitat ende',
    singleQuote: 'einfaches anführungszeichen, halbes anführungszeichen',
    backTick: 'back tick, gravis, rückwärtsstrich',
    tripleBackTick: 'dreifacher back tick, triple back tick, codezaun',
    tripleQuote: 'dreifaches anführungszeichen, drei anführungszeichen',

    equals: 'gleich, ist gleich',
    equalsSign: 'gleichheitszeichen, gleichzeichen',
    doubleEquals: 'doppelt gleich, gleich gleich, doppelgleich',
    tripleEquals: 'dreifach gleich, gleich gleich gleich, dreimal gleich',
    notEqual: 'ungleich, nicht gleich, ist ungleich, ist nicht gleich',
    notDoubleEqual: 'streng ungleich, nicht doppelt gleich',
    less: 'kleiner als, ist kleiner als, kleiner',
    lessSign: 'kleinerzeichen, kleiner als zeichen',
    greater: 'größer als, ist größer als, größer',
    greaterSign: 'größerzeichen, größer als zeichen',
    lessOrEqual: 'kleiner gleich, kleiner oder gleich, ist kleiner oder gleich',
    greaterOrEqual: 'größer gleich, größer oder gleich, ist größer oder gleich',
    plus: 'plus',
    plusSign: 'pluszeichen',
    minus: 'minus',
    minusSign: 'minuszeichen',
    times: 'multipliziert mit, mal, stern',
    asterisk: 'asterisk, sternchen',
    dividedBy: 'geteilt durch, dividiert durch',
    modulo: 'modulo',
    power: 'hoch, stern stern, doppelstern',
    plusPlus: 'plus plus',
    minusMinus: 'minus minus',
    plusEquals: 'plus gleich',
    minusEquals: 'minus gleich',
    timesEquals: 'mal gleich, stern gleich',
    dividedByEquals: 'geteilt gleich',
    logicalAnd: 'logisches und, und und, doppeltes und',
    logicalOr: 'logisches oder, oder oder, doppeltes oder',
    bang: 'logisches nicht',
    pipe: 'senkrechter strich, pipe',
    pipeSign: 'pipe zeichen',
    shiftLeft: 'links verschieben, shift links',
    shiftRight: 'rechts verschieben, shift rechts',
    arrow: 'pfeil, pfeil rechts, dünner pfeil',
    fatArrow: 'dicker pfeil, doppelpfeil, fetter pfeil',
    leftArrow: 'pfeil links',
    pipeArrow: 'pipe pfeil',
    walrus: 'doppelpunkt gleich',
    nullish: 'doppeltes fragezeichen, fragezeichen fragezeichen',
    optionalChain: 'fragezeichen punkt',
    spread: 'dreifacher punkt',

    dot: '',
    doubleDot: 'punkt punkt, doppelter punkt',
    doubleColon: 'doppelter doppelpunkt, doppelpunkt doppelpunkt',
    slash: 'slash, schräg',
    forwardSlash: 'schrägstrich',
    doubleSlash: 'doppelter schrägstrich, slash slash',
    backslash: 'backslash, back slash, umgekehrter schrägstrich, rückwärtsschrägstrich',
    underscore: 'unterstrich',
    doubleUnderscore: 'doppelter unterstrich, unterstrich unterstrich',
    at: 'klammeraffe, at zeichen',
    hash: 'raute',
    hashSign: 'rautezeichen, rautenzeichen, doppelkreuz',
    dollar: 'dollarzeichen, dollar zeichen',
    euro: 'eurozeichen, euro zeichen',
    percent: 'prozentzeichen, prozent zeichen',
    ampersand: 'kaufmännisches und, und zeichen',
    caret: 'zirkumflex, dachzeichen',
    tilde: 'tilde',
    degree: 'gradzeichen, grad zeichen',
    section: 'paragrafenzeichen, paragraphenzeichen',

    newLine: 'neue zeile, zeilenumbruch',
    newParagraph: 'neuer absatz',
    tab: 'tabulator, tab',
    space: 'leerzeichen',
  },
  edits: {
    scratchThat: 'streich das, lösch das, lösche das, mach das rückgängig',
    endOfLine: 'geh ans zeilenende, gehe ans zeilenende, geh zum ende der zeile',
    startOfLine: 'geh an den zeilenanfang, gehe an den zeilenanfang, geh zum anfang der zeile',
    nextLine: 'geh zur nächsten zeile, gehe zur nächsten zeile',
  },
  casing: {
    names: {
      camel: 'camel case, kamel case, kamelschreibweise, binnenmajuskel',
      pascal: 'pascal case, große kamelschreibweise, klassenschreibweise',
      snake: 'snake case, schlangenschreibweise',
      kebab: 'kebab case, spießschreibweise, bindestrichschreibweise',
      constant: 'constant case, konstantenschreibweise',
      dotted: 'dot case, punktschreibweise',
      path: 'path case, pfadschreibweise',
      joined: 'ohne leerzeichen, zusammengeschrieben',
      allCaps: 'alles groß, alles in großbuchstaben',
    },
    end: 'ende der schreibweise, end case',
    enders: wordSet(
      `der die das den dem des ein eine einen einem einer ist sind war wird werden hat haben und oder aber dass wenn weil
       damit sondern nicht`,
    ),
    talkBefore: wordSet('in im der die das eine einen zu zur mit von als nach nutze nimm statt'),
    talkBehind: wordSet('für in zu bei mit als wenn hier'),
    talk: wordSet('und oder ist sind war namen bezeichner variablen variable stil überall stattdessen'),
  },
  names: {
    ask: wordSet('aufruf aufrufen rufe ruf ruft namens heißt umbenennen'),
    kinds: wordSet(
      `funktion methode hook klasse variable variablen konstante feld eigenschaft parameter argument schnittstelle
       interface enum struct trait komponente modul makro befehl`,
    ),
    predicates: copulas,
    follow: wordSet(
      `funktion methode hook klasse variable konstante feld eigenschaft parameter argument schnittstelle interface struct
       trait komponente makro`,
    ),
    technical: wordSet(
      `abhängigkeit abhängigkeiten anfrage api async backend bibliothek branch bug cli cluster code compiler container
       cpu datei datenbank debuggen deployment endpunkt framework frontend funktion gpu import installieren installiere kernel
       kompilieren konfiguration laufzeit localhost methode modul null paket pod repository server speicher thread
       variable version zweig`,
    ),
    small: wordSet(
      `der die das den dem des ein eine einen einem einer ist sind in im an auf zu zur zum und oder nicht wenn wir du ich dies
       von mit für bei`,
    ),
  },
  numbers: {
    units: [
      ...[
        'null',
        'eins',
        'zwei',
        'drei',
        'vier',
        'fünf',
        'sechs',
        'sieben',
        'acht',
        'neun',
        'zehn',
        'elf',
        'zwölf',
      ],
      ...['dreizehn', 'vierzehn', 'fünfzehn', 'sechzehn', 'siebzehn', 'achtzehn', 'neunzehn'],
    ],
    also: { ein: 1, zwo: 2 },
    tens: ['zwanzig', 'dreißig', 'vierzig', 'fünfzig', 'sechzig', 'siebzig', 'achtzig', 'neunzig'],
    hundred: 'hundert',
    thousand: 'tausend',
    million: ['million', 'millionen'],
    and: 'und',
    together: true,
    point: 'komma',
    pointSign: ',',
    hex: wordSet('x ix'),
    counted: wordSet('zeile zeilen version port seite spalte'),
  },
  style: {
    beforeLast: ['und', 'oder'],
    sentenceWords: wordSet(
      `ich du er sie es wir ihr man das dies der die wer was welche welcher ist sind war waren wird werden hat haben kann
       muss soll nicht dann auch dass weil`,
    ),
    openers: wordSet(
      'wenn als nachdem bevor weil obwohl falls sobald während da dann zuerst sonst in im bei mit ohne hier',
    ),
    quotes: { double: ['„', '“'], single: ['‚', '‘'] },
  },
  dot: 'punkt',
  compounds: `
    auf den punkt, punkt für punkt, zum punkt, am punkt, im punkt, in diesem punkt, an diesem punkt,
    kritischer punkt, wichtiger punkt, nächster punkt, punkt eins, punkt zwei, punkt drei, ein guter punkt,
    komma getrennt, durch komma, mit komma, ohne komma, strich drunter, unterm strich, strich durch,
    pfeil taste, pfeil nach, tab taste, tab leiste, neuer tab, raute taste, stern bewertung,
    leerzeichen getrennt, mit leerzeichen, ohne leerzeichen, ein mal, zwei mal, drei mal, jedes mal,
    noch mal, zum ersten mal, das erste mal, dieses mal, mal sehen, so hoch, zu hoch, hoch genug,
    gleich danach, gleich nach, gleich groß, gleich lang, zu gleich, sofort gleich, bis gleich, plus punkt,
    im plus, im minus, eine neue zeile mit, neue zeile von, neue zeile einfügen`,
  determiners: wordSet(
    `der die das den dem des ein eine einen einem einer eines kein keine keinen jeder jede jedes jeden jedem mein
     meine dein deine sein seine ihr ihre unser unsere dieser diese dieses diesen diesem`,
  ),
  mentions: wordSet('per pro ohne mit durch drücke namens fehlendes fehlende überflüssiges überflüssige'),
  adjectives: wordSet(
    `erste ersten erster erstes zweite zweiten zweiter zweites letzte letzten letzter letztes nächste nächsten nächster
     einzige einzelne neue neuen neuer neues folgende fehlende fehlenden weitere weiteren ganze ganzen lange langen`,
  ),
  copulas,
  capitalised: wordSet(''),
  // Nouns keep their capital everywhere, so only the small words can lose it.
  lowered: wordSet(
    `der die das den dem des ein eine einen einem einer eines kein keine ich du er sie es wir ihr und oder aber denn
     wenn dann weil dass ob als wie wo was wer warum hier dort nun jetzt noch nur auch nicht in im an am auf aus bei mit
     nach von vor zu zum zur über unter für durch ohne gegen um dieser diese dieses jeder jede jedes alle man mein
     meine sein seine ihre unser unsere ist sind war hat wird kann muss soll gib lies prüfe öffne schreibe lösche`,
  ),
};
