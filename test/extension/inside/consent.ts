// When a person is asked before speech goes to a server that somebody else runs.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endpointAt } from '../../../src/server/endpoint.ts';
import { EndpointAccess, remoteBeside } from '../../../src/vscode/endpointAccess.ts';
import { suite, test } from './runner.ts';
import { replacing } from './standIns.ts';

class Memory {
  private readonly values = new Map<string, unknown>();
  get = (key: string, fallback?: unknown) => this.values.get(key) ?? fallback;
  update = async (key: string, value: unknown) => void this.values.set(key, value);
}

/** The questions of one access to these addresses, each answered with the first button or with none. */
async function questions(
  remote: () => string | undefined,
  addresses: readonly string[],
  agrees = true,
): Promise<{ readonly asked: readonly string[]; readonly may: readonly boolean[] }> {
  const asked: string[] = [];
  const may: boolean[] = [];
  const memory = new Memory() as unknown as vscode.Memento;
  const access = new EndpointAccess(memory, undefined as unknown as vscode.SecretStorage, remote);
  const standIn = async (message: string, ...buttons: string[]) => {
    asked.push(message);
    return agrees ? buttons[0] : undefined;
  };
  await replacing(vscode.window, 'showWarningMessage', standIn as never, async () => {
    for (const address of addresses) {
      const endpoint = endpointAt(address);
      assert.ok(endpoint !== undefined);
      may.push(await access.mayLeave(endpoint));
    }
  });
  return { asked, may };
}

suite('Consent', () => {
  test('to this machine nobody is asked', async () => {
    assert.deepEqual(await questions(() => undefined, ['http://localhost:8000', 'http://127.0.0.1:8000']), {
      asked: [],
      may: [true, true],
    });
  });

  test('where the window works on another machine, the port can be that one’s: asked once for each', async () => {
    let remote = 'ssh-remote+one';
    const first = await questions(() => remote, ['http://localhost:8000', 'http://localhost:8000']);
    assert.equal(first.asked.length, 1);
    assert.match(first.asked[0] ?? '', /localhost:8000.*forwarded/);
    assert.deepEqual(first.may, [true, true]);
    const places = ['ssh-remote+one', 'ssh-remote+two'];
    const both = await questions(() => {
      remote = places.shift() ?? remote;
      return remote;
    }, ['http://localhost:8000', 'http://localhost:8000']);
    assert.equal(both.asked.length, 2);
  });

  test('without the agreement nothing goes there', async () => {
    assert.deepEqual((await questions(() => 'wsl+x', ['http://localhost:1'], false)).may, [false]);
  });

  test('a window works on another machine only where Sotto runs on this one', async () => {
    const [here, there] = [vscode.ExtensionKind.UI, vscode.ExtensionKind.Workspace];
    assert.equal(remoteBeside({ extensionKind: here }, 'ssh-remote'), 'ssh-remote');
    assert.equal(remoteBeside({ extensionKind: there }, 'ssh-remote'), undefined);
  });
});
