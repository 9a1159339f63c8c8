// Puts a function of a test in the place of one of VS Code's for the length of a test. VS Code gives every
// extension an API of its own: what is replaced here is replaced for the tests, not for the installed Sotto.

export async function replacing<Api extends object, Name extends keyof Api>(
  api: Api,
  name: Name,
  standIn: Api[Name],
  body: () => unknown,
): Promise<void> {
  const own = Object.getOwnPropertyDescriptor(api, name);
  Object.defineProperty(api, name, { value: standIn, configurable: true, writable: true });
  try {
    await body();
  } finally {
    if (own === undefined) delete api[name];
    else Object.defineProperty(api, name, own);
  }
}
