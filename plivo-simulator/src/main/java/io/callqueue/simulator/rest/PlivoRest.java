package io.callqueue.simulator.rest;

import java.util.List;
import java.util.Map;

import io.callqueue.simulator.behavior.Orders;
import io.callqueue.simulator.call.Account;
import io.callqueue.simulator.call.Chances;
import io.callqueue.simulator.call.Switchboard;
import io.callqueue.simulator.http.Reply;
import io.callqueue.simulator.http.Request;
import io.callqueue.simulator.http.Route;
import io.callqueue.simulator.witness.Witness;

/** Finds the endpoint, lets in who has the credentials, and counts. */
public final class PlivoRest implements Route {
    public static final String PREFIX = "/v1/Account/";

    private final Account account;
    private final Credentials credentials;
    private final Orders orders;
    private final Witness witness;
    private final Switchboard switchboard;
    private final CreateCall createCall;
    private final LookUps lookUps;
    private final RequestLimit limit = new RequestLimit();

    public PlivoRest(Account account, Orders orders, Chances chances, Switchboard switchboard, Witness witness) {
        this.account = account;
        this.orders = orders;
        this.witness = witness;
        this.switchboard = switchboard;
        credentials = new Credentials(account);
        createCall = new CreateCall(switchboard, orders, chances, witness);
        lookUps = new LookUps(switchboard, new CallJson(account));
    }

    @Override
    public Reply handle(Request request) {
        List<String> path = request.segmentsAfter(PREFIX);
        witness.requested(Endpoint.name(request, path));
        if (orders.current().limits().requestLimit() && !limit.allows(request.arrivedAt())) {
            return PlivoReply.error(429, "rate limit exceeded");
        }
        if (path.isEmpty() || !path.getFirst().equals(account.authId())
                || !credentials.match(request.authorization())) {
            return PlivoReply.error(401, "Could not verify your access level for that URL.");
        }
        return route(request, path.subList(1, path.size()));
    }

    private Reply route(Request request, List<String> path) {
        String resource = path.isEmpty() ? "" : path.getFirst();
        String uuid = path.size() < 2 ? "" : path.get(1);
        if (path.size() > 2) {
            return LookUps.notFound();
        }
        return switch (resource) {
            case "" -> request.method().equals("GET") ? account() : methodNotAllowed();
            case "Call" -> uuid.isEmpty() ? calls(request) : call(request, uuid);
            case "Request" -> request(request, uuid);
            default -> LookUps.notFound();
        };
    }

    private Reply calls(Request request) {
        return switch (request.method()) {
            case "POST" -> createCall.handle(request);
            case "GET" -> lookUps.list(request);
            case "DELETE" -> {
                // What Plivo does when the uuid of a hangup is empty
                switchboard.hangUpAll();
                yield Reply.empty(204);
            }
            default -> methodNotAllowed();
        };
    }

    private Reply call(Request request, String uuid) {
        return switch (request.method()) {
            case "GET" -> lookUps.one(request, uuid);
            case "DELETE" -> done(switchboard.hangUp(uuid));
            default -> methodNotAllowed();
        };
    }

    private Reply request(Request request, String uuid) {
        if (!request.method().equals("DELETE")) {
            return methodNotAllowed();
        }
        return done(switchboard.cancel(uuid));
    }

    private static Reply done(boolean found) {
        return found ? Reply.empty(204) : LookUps.notFound();
    }

    private Reply account() {
        Map<String, Object> body = PlivoReply.body();
        body.put("account_type", "standard");
        body.put("auth_id", account.authId());
        body.put("cash_credits", "100.00000");
        body.put("name", "simulator");
        return PlivoReply.ok(body);
    }

    private static Reply methodNotAllowed() {
        return PlivoReply.error(405, "method not allowed");
    }
}
