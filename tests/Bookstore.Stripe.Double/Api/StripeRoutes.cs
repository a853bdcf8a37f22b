using System.Net;
using System.Text.Json.Nodes;
using Bookstore.Stripe.Double.Account;

namespace Bookstore.Stripe.Double.Api;

/// <summary>The paths of the API that the double has.</summary>
internal static class StripeRoutes
{
    public static JsonObject Run(StripeAccount account, string method, string path, StripeParameters parameters)
    {
        var parts = path.Trim('/').Split('/');
        return (method, parts) switch
        {
            ("POST", ["v1", "payment_intents"]) => account.Do(ledger => ledger.Intents.Create(parameters)),
            ("GET", ["v1", "payment_intents"]) => account.Do(ledger => ledger.Lists.Intents(parameters)),
            ("GET", ["v1", "payment_intents", "search"]) => account.Do(ledger => ledger.Lists.Search(parameters)),
            ("GET", ["v1", "payment_intents", var id]) => account.Do(ledger => ledger.Intents.Retrieve(id, parameters)),
            ("POST", ["v1", "payment_intents", var id]) => account.Do(ledger => ledger.Intents.Update(id, parameters)),
            ("POST", ["v1", "payment_intents", var id, "confirm"]) => account.Do(ledger => ledger.Intents.Confirm(id, parameters)),
            ("POST", ["v1", "payment_intents", var id, "capture"]) => account.Do(ledger => ledger.Intents.Capture(id, parameters)),
            ("POST", ["v1", "payment_intents", var id, "cancel"]) => account.Do(ledger => ledger.Intents.Cancel(id, parameters)),
            ("POST", ["v1", "refunds"]) => account.Do(ledger => ledger.Refunds.Create(parameters)),
            ("GET", ["v1", "refunds"]) => account.Do(ledger => ledger.Lists.Refunds(parameters)),
            ("GET", ["v1", "refunds", var id]) => account.Do(ledger => ledger.Refunds.Retrieve(id)),
            ("GET", ["v1", "disputes"]) => account.Do(ledger => ledger.Lists.Disputes(parameters)),
            ("GET", ["v1", "charges", var id]) => account.Do(ledger => ledger.Shapes.Charge(ledger.Charges.Find(charge => charge.Id == id) ?? throw StripeFailure.Missing("charge", id, "id"))),
            _ => throw new StripeFailure(HttpStatusCode.NotFound, "invalid_request_error", null, $"Unrecognized request URL ({method}: {path})."),
        };
    }
}
