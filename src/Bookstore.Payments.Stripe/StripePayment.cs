using System.Globalization;

namespace Bookstore.Payments.Stripe;

/// <summary>Which payment of an order a call is about, and what it is called at Stripe.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Attempt">Which payment of it: 1, and one more each time it is paid again.</param>
internal readonly record struct StripePayment(Guid OrderId, int Attempt)
{
    /// <summary>The metadata that names the order.</summary>
    public const string OrderKey = "bookstore_order_id";

    /// <summary>The metadata that says which payment of the order it is; the first one has none.</summary>
    public const string AttemptKey = "bookstore_attempt";

    /// <summary>The metadata that names the refund.</summary>
    public const string RefundKey = "bookstore_refund_id";

    /// <summary>The metadata that keeps why the shop closed a PaymentIntent that no charge was made for.</summary>
    public const string DeclineKey = "bookstore_decline";

    /// <summary>The metadata that keeps the key of the shop's intent.</summary>
    public const string IntentKey = "bookstore_key";

    /// <summary>The metadata that names the shop, of several that share an account; a shop without a name has none.</summary>
    public const string ShopKey = "bookstore_shop";

    /// <summary>The order's id as metadata has it.</summary>
    public string Text => OrderId.ToString("D");

    /// <summary>The idempotency key of a step.</summary>
    public string KeyOf(string step) => Attempt == 1 ? $"bookstore-{OrderId:N}-{step}" : string.Create(CultureInfo.InvariantCulture, $"bookstore-{OrderId:N}-{Attempt}-{step}");

    /// <summary>The metadata of its PaymentIntent.</summary>
    /// <param name="shop">The shop's name; <see langword="null"/> for one without.</param>
    public Dictionary<string, string> ToMetadata(string? shop)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [OrderKey] = Text };
        if (shop is not null)
        {
            metadata[ShopKey] = shop;
        }

        if (Attempt > 1)
        {
            metadata[AttemptKey] = Attempt.ToString(CultureInfo.InvariantCulture);
        }

        return metadata;
    }

    /// <summary>Reads from metadata which payment of its order it is.</summary>
    public static int ReadAttempt(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue(AttemptKey, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 1;

    /// <summary>The idempotency key of a call that has one.</summary>
    public static string KeyFor(string key) => $"bookstore-{key}";

    /// <summary>Reads the order's id from metadata.</summary>
    public static Guid? Read(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is not null && metadata.TryGetValue(OrderKey, out var text) && Guid.TryParseExact(text, "D", out var orderId) ? orderId : null;

    /// <summary>Reads the order's id from metadata of a shop; <see langword="null"/> where they name another shop, or no order.</summary>
    public static Guid? Read(IReadOnlyDictionary<string, string>? metadata, string? shop) =>
        metadata is not null && string.Equals(metadata.GetValueOrDefault(ShopKey), shop, StringComparison.OrdinalIgnoreCase) ? Read(metadata) : null;

    /// <summary>Whether the order is so old that Stripe may have forgotten the keys of its first calls.</summary>
    /// <remarks>The shop's ids tell their time. An id that does not counts as old.</remarks>
    public bool MayBeForgotten(DateTimeOffset now) => OrderId.Version != TimeOrdered || now - TimeOf(OrderId) > KeysAreSafe || TimeOf(OrderId) - now > KeysAreSafe;

    private const int TimeOrdered = 7;

    // Stripe keeps keys for at least 24 hours.
    private static readonly TimeSpan KeysAreSafe = TimeSpan.FromHours(12);

    private static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        return DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds);
    }
}
