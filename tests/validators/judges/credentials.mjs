// What two libraries of others say of each credential: `@digitalbazaar/vc` of an embedded proof and
// its status list, `jose` of a token against the JWKS of its issuer.
//
// Reads a job on standard input and writes {name: {valid, reason}}. Addresses are answered from the
// job, never from a network.

import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {createLocalJWKSet, jwtVerify} from 'jose';

const job = JSON.parse(readFileSync(0, 'utf-8'));

function answer(url) {
  const found = job.documents[url];
  if(!found || found.status !== 200) {
    throw new Error(`${url} does not answer`);
  }
  return JSON.parse(Buffer.from(found.base64, 'base64').toString('utf-8'));
}

/** The address of the DID document of a did:web (did:web method, 3.2). */
function addressOf(did) {
  const [host, ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return `https://${host}/${path.length ? path.join('/') : '.well-known'}/did.json`;
}

async function documentLoader(url) {
  if(url in job.contexts) {
    return {contextUrl: null, documentUrl: url, document: job.contexts[url]};
  }
  if(!url.startsWith('did:web:')) {
    return {contextUrl: null, documentUrl: url, document: answer(url)};
  }
  const [did, fragment] = url.split('#');
  const document = answer(addressOf(did));
  const method = document.verificationMethod.find(({id}) => id === url);
  if(fragment && !method) {
    throw new Error(`${did} knows no key ${fragment}`);
  }
  const context = 'https://w3id.org/security/multikey/v1';
  return {
    contextUrl: null,
    documentUrl: url,
    document: fragment ? {'@context': context, ...method} : document
  };
}

async function ofDocument(text) {
  const suite = new DataIntegrityProof({cryptosuite});
  const status = async options => {
    const result = await checkStatus({...options, suite, documentLoader});
    const set = (result.results || []).some(({status}) => status);
    return {...result, verified: result.verified && !set,
      error: set ? new Error('the status list says revoked') : result.error};
  };
  const result = await vc.verifyCredential({
    credential: JSON.parse(text), suite, documentLoader, checkStatus: status
  });
  const errors = [result.error, result.statusResult?.error].filter(Boolean);
  const causes = errors.flatMap(error => [error, ...(error.errors || [])]);
  return {valid: result.verified, reason: causes.map(({message}) => message).join('; ')};
}

async function ofToken(text) {
  const {iss} = JSON.parse(Buffer.from(text.split('.')[1], 'base64url').toString('utf-8'));
  const keys = createLocalJWKSet(answer(addressOf(iss).replace(/did\.json$/, 'jwks.json')));
  await jwtVerify(text, keys, {issuer: iss, algorithms: ['RS256']});
  return {valid: true, reason: ''};
}

const verdicts = {};
for(const {name, form, base64} of job.cases) {
  const text = Buffer.from(base64, 'base64').toString('utf-8');
  try {
    verdicts[name] = await (form === 'token' ? ofToken : ofDocument)(text);
  } catch(error) {
    verdicts[name] = {valid: false, reason: error.message};
  }
}
process.stdout.write(JSON.stringify(verdicts));
