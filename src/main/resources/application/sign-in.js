// Who types: a person who signs in at this server, or a caller for demonstration. The token is kept in
// the memory of this page alone, and asking for one never leaves the page.

const SPARE = 10000;

export class Access {
  constructor(offer) {
    this.offer = offer;
    this.held = null;
  }

  static async of() {
    return new Access(await (await fetch('sign-in.json')).json());
  }

  /** Those who may try it out without a password; none outside of a demonstration. */
  get demo() {
    return this.offer.demo ?? [];
  }

  get people() {
    return Boolean(this.offer.client);
  }

  /** Acts as a caller for demonstration. */
  actAs(token) {
    const caller = this.demo.find((one) => one.token === token);
    this.held = caller && { ...caller, until: Infinity };
  }

  /** Role and organization of who is signed in; null if nobody is. */
  get who() {
    return this.held && this.held.until > Date.now() + SPARE ? this.held : null;
  }

  forget() {
    this.held = null;
  }

  /** Signs a person in, in a window of its own; to be called when a button is pressed. */
  async signIn() {
    const window_ = window.open('', 'openimr-sign-in', 'popup,width=480,height=640');
    if (!window_) {
      throw new Error('blocked');
    }
    const about = await (await fetch('../fhir/.well-known/smart-configuration')).json();
    const verifier = random();
    const state = random();
    const back = new URL('signed-in.html', document.baseURI).href;
    const asked = new URLSearchParams({
      response_type: 'code', client_id: this.offer.client, redirect_uri: back, scope: this.offer.scope, state,
      code_challenge: await challenge(verifier), code_challenge_method: 'S256',
    });
    window_.location = `${about.authorization_endpoint}?${asked}`;
    const code = await answered(window_, state);
    const answer = await fetch(about.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code', client_id: this.offer.client, redirect_uri: back, code, code_verifier: verifier,
      }),
    });
    if (!answer.ok) {
      throw new Error('refused');
    }
    const { access_token: token, expires_in: seconds } = await answer.json();
    const said = JSON.parse(utf8(token.split('.')[1]));
    this.held = {
      token, role: said.imr_role, organization: said.imr_organization, name: said.sub, until: Date.now() + seconds * 1000,
    };
  }
}

function answered(window_, state) {
  return new Promise((resolve, reject) => {
    const end = (act, value) => {
      clearInterval(watch);
      removeEventListener('message', hear);
      act(value);
    };
    const hear = ({ origin, data }) => {
      if (origin === location.origin && data?.state === state) {
        if (data.code) {
          end(resolve, data.code);
        } else {
          end(reject, new Error('refused'));
        }
      }
    };
    // the window closes itself right after it has answered: the answer may come a little later
    const watch = setInterval(() => {
      if (window_.closed) {
        clearInterval(watch);
        setTimeout(() => end(reject, new Error('closed')), 2000);
      }
    }, 500);
    addEventListener('message', hear);
  });
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function random() {
  return base64(crypto.getRandomValues(new Uint8Array(32)));
}

async function challenge(verifier) {
  return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

function utf8(part) {
  const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)));
}
