namespace Bookstore.Payments.Stripe;

/// <summary>How the shop uses Stripe.</summary>
public sealed class StripeOptions
{
    /// <summary>The secret or restricted API key, <c>sk_…</c> or <c>rk_…</c>. Required. Keep it out of files that are committed.</summary>
    public string ApiKey { get; set; } = string.Empty;

    /// <summary>The secrets of the webhook endpoint, <c>whsec_…</c>; two while one is rotated. Default: none, and notifications of Stripe are refused.</summary>
    public IList<string> WebhookSecrets { get; } = [];

    /// <summary>What customers read on their statements behind the prefix of the account: 1 to 22 characters, with a letter, without <c>&lt; &gt; \ ' " *</c>. Default <see langword="null"/>: what the account says.</summary>
    public string? StatementDescriptor { get; set; }

    /// <summary>Where the bank sends the customer after 3-D Secure, an absolute address; <c>{order_id}</c> in it is replaced by the order's id. Default <see langword="null"/>: the action has a client secret for Stripe's script, and no address.</summary>
    public string? ReturnUrl { get; set; }

    /// <summary>A currency that the account can charge in, ISO 4217. Default <c>USD</c>. A PaymentIntent begins in it and gets the order's amount and currency before it is confirmed.</summary>
    public string AccountCurrency { get; set; } = "USD";

    /// <summary>
    /// The shop's name in the metadata of its payments, so that several shops can share an account: each lists its own payments alone, and a notification about another's is left alone. 1 to 50 visible ASCII characters; upper and lower case
    /// are the same. Default: the name in <c>AddBookstore("name")</c>; <see langword="null"/> for a shop without one, whose payments are those that name no shop.
    /// </summary>
    /// <remarks>Another name leaves payments that were made before out of listings; orders still find theirs.</remarks>
    public string? Shop { get; set; }

    /// <summary>The address of the API, for tests: HTTPS, or the loopback. Default <see langword="null"/>: Stripe.</summary>
    public Uri? ApiBase { get; set; }

    /// <summary>How long one request to Stripe may take. 1 to 80 seconds. Default 20 seconds. A call of the shop ends earlier where <see cref="BookstoreOptions.GatewayTimeout"/> is shorter.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
