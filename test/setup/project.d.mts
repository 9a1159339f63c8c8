export type Need = 'npm' | 'buildTools' | 'speech' | 'browser' | 'native' | 'package' | 'browserVscode';
export function ensure(...needs: Need[]): Promise<void>;
export function packageFile(): string;
