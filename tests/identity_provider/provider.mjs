// An OpenID Connect provider (oidc-provider, certified) that logs in whoever the test named last.
import http from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.NODE_PATH}/`);
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);
const [redirect, back] = process.argv.slice(2);
let next = { accountId: "eva" };

const server = http.createServer();
await new Promise((started) => server.listen(0, "127.0.0.1", started));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "console", client_secret: "not-so-secret-but-long-enough", redirect_uris: [redirect], post_logout_redirect_uris: [back] }],
  claims: { openid: ["sub", "acr", "amr"], email: ["email", "email_verified"], acr: null, amr: null },
  acrValues: ["strong"],
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, email: `${sub}@example.org`, email_verified: next.verified !== false }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

server.on("request", async (request, response) => {
  if (request.url.startsWith("/next?")) {
    const given = Object.fromEntries(new URL(request.url, issuer).searchParams);
    next = { accountId: given.sub, acr: given.acr, amr: given.amr?.split(" "), verified: given.verified !== "no" };
    response.end("ok");
  } else if (request.url.startsWith("/interaction/")) {
    const { accountId, acr, amr } = next;
    await provider.interactionFinished(request, response, { login: { accountId, acr, amr } });
  } else {
    provider.callback()(request, response);
  }
});
console.log(issuer);
