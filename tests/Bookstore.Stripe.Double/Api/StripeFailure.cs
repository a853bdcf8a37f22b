using System.Net;
using System.Text.Json.Nodes;

namespace Bookstore.Stripe.Double.Api;

/// <summary>An error as Stripe's API answers it.</summary>
internal sealed class StripeFailure : Exception
{
    public StripeFailure(HttpStatusCode status, string type, string? code, string message)
        : base(message) => (Status, Type, Code) = (status, type, code);

    public HttpStatusCode Status { get; }

    public string Type { get; }

    public string? Code { get; }

    public string? DeclineCode { get; init; }

    public string? Param { get; init; }

    public string? Charge { get; init; }

    public JsonObject? PaymentIntent { get; init; }

    /// <summary>Whether the endpoint began to execute: then the answer is kept under the request's key.</summary>
    public bool HasBegun { get; init; } = true;

    public static StripeFailure Invalid(string message, string? code = null, string? param = null) =>
        new(HttpStatusCode.BadRequest, "invalid_request_error", code, message) { Param = param, HasBegun = false };

    public static StripeFailure Missing(string kind, string id, string param) =>
        new(HttpStatusCode.NotFound, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'") { Param = param, HasBegun = false };

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["type"] = Type, ["message"] = Message };
        Add("code", Code);
        Add("decline_code", DeclineCode);
        Add("param", Param);
        Add("charge", Charge);
        if (Code is not null)
        {
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";
        }

        if (PaymentIntent is not null)
        {
            error["payment_intent"] = PaymentIntent.DeepClone();
        }

        return new JsonObject { ["error"] = error };

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                error[name] = value;
            }
        }
    }
}
