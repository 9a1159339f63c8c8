// Where a room writes what a person may need when something went wrong. Never the spoken text or audio at
// the levels that are on by default: a log is copied into bug reports.

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
