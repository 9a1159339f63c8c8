// What for: a module whose failure has to arrive outside.
export async function run(): Promise<void> {
  throw new Error('meant to fail');
}
