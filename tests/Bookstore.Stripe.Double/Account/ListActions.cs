using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bookstore.Stripe.Double.Api;

namespace Bookstore.Stripe.Double.Account;

/// <summary>Lists, newest first, and the search, which lags.</summary>
internal sealed partial class ListActions(Ledger ledger)
{
    private const long DefaultLimit = 10;
    private const long MaxLimit = 100;

    public JsonObject Intents(StripeParameters parameters)
    {
        parameters.Allow("limit", "starting_after", "created");
        var from = parameters.Integer("created[gte]") ?? 0;
        return Page("/v1/payment_intents", ledger.AllIntents.Where(intent => intent.Created.ToUnixTimeSeconds() >= from), static intent => intent.Id, intent => ledger.Shapes.Intent(intent, parameters.Expands("data.latest_charge")), parameters);
    }

    public JsonObject Refunds(StripeParameters parameters)
    {
        parameters.Allow("limit", "starting_after", "payment_intent", "charge", "created");
        var from = parameters.Integer("created[gte]") ?? 0;
        var (intent, charge) = (parameters.Text("payment_intent"), parameters.Text("charge"));
        return Page(
            "/v1/refunds", ledger.AllRefunds.Where(refund => refund.Created.ToUnixTimeSeconds() >= from && (intent is null || refund.Charge.Intent.Id == intent) && (charge is null || refund.Charge.Id == charge)), static refund => refund.Id, ledger.Shapes.Refund, parameters);
    }

    public JsonObject Disputes(StripeParameters parameters)
    {
        parameters.Allow("limit", "starting_after", "payment_intent");
        var intent = parameters.Required("payment_intent");
        return Page("/v1/disputes", ledger.Charges.Where(charge => charge.Dispute is not null && charge.Intent.Id == intent), static charge => charge.Dispute!.Id, ledger.Shapes.Dispute, parameters);
    }

    public JsonObject Search(StripeParameters parameters)
    {
        parameters.Allow("query", "limit", "page");
        var query = MetadataQuery().Match(parameters.Required("query"));
        if (!query.Success)
        {
            throw StripeFailure.Invalid("We were unable to parse your search query.", null, "query");
        }

        var (key, value) = (query.Groups["key"].Value, query.Groups["value"].Value);
        var seen = ledger.AllIntents.Where(intent => intent.Created + ledger.Account.SearchLag <= ledger.Now && intent.Metadata.GetValueOrDefault(key) == value);
        return new JsonObject
        {
            ["object"] = "search_result",
            ["data"] = new JsonArray([.. seen.Reverse().Select(intent => ledger.Shapes.Intent(intent, parameters.Expands("data.latest_charge")))]),
            ["has_more"] = false,
            ["next_page"] = null,
            ["url"] = "/v1/payment_intents/search",
        };
    }

    private static JsonObject Page<T>(string url, IEnumerable<T> all, Func<T, string> idOf, Func<T, JsonObject> show, StripeParameters parameters)
    {
        var limit = parameters.Integer("limit") ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
        {
            throw StripeFailure.Invalid("This value must be between 1 and 100.", "parameter_invalid_integer", "limit");
        }

        var rest = all.Reverse();
        if (parameters.Text("starting_after") is { } after)
        {
            rest = rest.SkipWhile(item => idOf(item) != after).Skip(1);
        }

        var page = rest.Take((int)limit + 1).ToList();
        return Shapes.List(url, page.Take((int)limit).Select(show), page.Count > limit);
    }

    [GeneratedRegex("^metadata\\[['\"](?<key>[^'\"]+)['\"]\\]:['\"](?<value>[^'\"]*)['\"]$")]
    private static partial Regex MetadataQuery();
}
