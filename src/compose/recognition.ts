// The server and everything that leads to it: models, the ladder of backends, a server elsewhere, the recogniser.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Recogniser } from '../dictation/ports.ts';
import { recogniserOn } from '../dictation/recogniser.ts';
import { ModelStore } from '../models/store.node.ts';
import { ServerChoice } from '../server/choice.ts';
import { ExternalServer } from '../server/endpoint.node.ts';
import { meetingFolder } from '../server/folder.node.ts';
import { BackendLadder } from '../server/ladder.node.ts';
import { clipFrom } from '../server/proof.node.ts';
import { WhisperServer } from '../server/server.node.ts';
import type { EndpointAccess } from '../vscode/endpointAccess.ts';
import { logEvidence } from '../vscode/evidenceWords.ts';
import { expandedPath, externalAddress, ownBackend, setting } from '../vscode/settings.ts';
import { type Ground, programsOf, shipped } from './ground.ts';

export interface Recognition {
  readonly models: ModelStore;
  readonly program: () => string;
  readonly ladder: BackendLadder;
  readonly server: WhisperServer;
  /** The one of the settings: ours or somebody else's. */
  readonly servers: ServerChoice;
  readonly recogniser: Recogniser;
}

interface Wishes {
  readonly endpointAccess: EndpointAccess;
  /** The one to load now. */
  readonly model: () => string;
  /** Whose settings say which language is spoken. */
  readonly document: () => vscode.Uri | undefined;
}

export function composeRecognition(ground: Ground, { endpointAccess, model, document }: Wishes): Recognition {
  const { context, all, clock, log, serverLog, roots } = ground;
  const storage = context.globalStorageUri.fsPath;
  const models = new ModelStore(
    () => expandedPath(setting('modelsFolder')) || join(storage, 'models'),
    expandedPath,
  );
  const bundledServer = join(programsOf(ground), 'whisper-server');
  const program = () => expandedPath(setting('server.path')) || bundledServer;
  const clip = () => clipFrom(shipped(ground, 'media', 'proof.wav'));
  const ladder = new BackendLadder({
    ...{ clock, log, serverLog, clip },
    folder: join(storage, 'backends'),
    wish: () => ({
      program: program(),
      backend: ownBackend(),
      device: setting('gpu.device'),
      threads: Math.min(8, availableParallelism()),
      extraArgs: setting('server.extraArgs'),
      env: setting('server.env'),
      roots,
      locateModel: () => models.locate(model()),
    }),
  });
  const server = all.add(
    new WhisperServer({
      ...{ clock, log, serverLog, ladder },
      folder: meetingFolder([process.env['XDG_RUNTIME_DIR'], storage]),
      warmUp: clip,
      idleUnloadMinutes: () => setting('server.idleUnloadMinutes'),
      wallClock: () => Date.now(),
    }),
  );
  all.add(logEvidence(server, serverLog));
  const servers = new ServerChoice(server, new ExternalServer(endpointAccess, clock), externalAddress);
  const recogniser = recogniserOn(servers, () => setting('language', document()), clock);
  return { models, program, ladder, server, servers, recogniser };
}
