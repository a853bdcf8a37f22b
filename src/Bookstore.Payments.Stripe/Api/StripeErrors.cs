using System.Globalization;
using System.Net;
using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>What an error of Stripe's API means.</summary>
internal static class StripeErrors
{
    /// <summary>Another request with the key, or on the object, is in progress: the same request can be sent again in a moment.</summary>
    public static bool IsInUse(StripeException error) =>
        error.StripeError?.Code is "idempotency_key_in_use" or "lock_timeout" || (error.HttpStatusCode == HttpStatusCode.Conflict && error.StripeError is not null);

    /// <summary>The key was used with other parameters.</summary>
    public static bool IsKeyReused(StripeException error) => error.HttpStatusCode == HttpStatusCode.BadRequest && error.StripeError?.Type == "idempotency_error";

    /// <summary>The PaymentIntent is in a status that does not allow the step.</summary>
    public static bool IsUnexpectedState(StripeException error) => error.StripeError?.Code is "payment_intent_unexpected_state" or "charge_already_captured";

    /// <summary>Stripe itself refuses for good. An answer of something in between has no error of Stripe's, and a payment that Stripe does not know is one of another account or key.</summary>
    public static bool IsRefusal(StripeException error) =>
        error.StripeError is not { Code: "resource_missing", Param: not "payment_method" } &&
        error.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.PaymentRequired or HttpStatusCode.NotFound && error.StripeError?.Type is "card_error" or "invalid_request_error";

    /// <summary>The answer is one that Stripe had kept under the key.</summary>
    public static bool IsReplay(StripeResponse? response) => response?.Headers is { } headers && headers.TryGetValues("Idempotent-Replayed", out var values) && values.Contains("true", StringComparer.OrdinalIgnoreCase);

    /// <summary>The payment itself says what came of the call: its status did not allow the step, or Stripe kept a fault as the answer, which it repeats under the key.</summary>
    public static bool IsToldByPayment(StripeException error) =>
        IsUnexpectedState(error) || (error.HttpStatusCode >= HttpStatusCode.InternalServerError && IsReplay(error.StripeResponse));

    /// <summary>The code of a refusal in the shop's words.</summary>
    public static string CodeOf(StripeException error) => CodeOf(error.StripeError?.DeclineCode ?? error.StripeError?.Code) ?? "invalid_request";

    /// <summary>A code of Stripe's in the shop's words: known ones are the same for all gateways.</summary>
    public static string? CodeOf(string? code) => code switch
    {
        null or "" => null,
        "generic_decline" or "do_not_honor" => "card_declined",
        "payment_intent_authentication_failure" or "authentication_required" => "authentication_failed",
        "charge_expired_for_capture" => "authorization_expired",
        _ => code,
    };

    /// <summary>The exception of an unknown outcome. It repeats nothing that Stripe wrote in words, which can name a token.</summary>
    public static BookstoreException ToUnknown(StripeException error) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Stripe returned {(int)error.HttpStatusCode} {error.StripeError?.Type} {error.StripeError?.Code} (request {error.StripeResponse?.RequestId}). The outcome is not known; the call is repeated.{Advice(error)}"));

    private static string Advice(StripeException error) => error.HttpStatusCode switch
    {
        HttpStatusCode.Unauthorized => " Check StripeOptions.ApiKey: Stripe does not accept it.",
        HttpStatusCode.Forbidden => " Check the permissions of the restricted key: it has to read and write PaymentIntents and refunds, and to read charges and disputes.",
        _ => string.Empty,
    };
}
