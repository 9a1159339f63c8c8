// What for: lets the TypeScript tests call the set-up step, which has to be plain JavaScript.
// Promises: the same signatures as browserVscode.mjs.
export declare const versions: Readonly<Record<'code-server' | 'node', string>>;
export declare function ensureBrowserVscode(home?: string): Promise<{ node: string; entry: string }>;
