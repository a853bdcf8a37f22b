namespace Bookstore;

/// <summary>A step that a customer has to take before a payment is authorized, a 3-D Secure challenge for example.</summary>
/// <remarks>Immutable. It is returned to the caller that placed the order or sent the payment, and is stored nowhere; the same request again returns it again.</remarks>
public sealed record CustomerAction
{
    /// <summary>The longest <see cref="Url"/>, in characters: 2,000.</summary>
    public const int MaxUrlLength = 2_000;

    /// <summary>The longest <see cref="ClientSecret"/>, in characters: 500.</summary>
    public const int MaxClientSecretLength = 500;

    /// <summary>Where the customer has to go; <see langword="null"/> when the step is taken in the shop's own page with <see cref="ClientSecret"/>.</summary>
    public Uri? Url { get; init; }

    /// <summary>What the gateway's script in the customer's browser needs to continue the payment, such as the client secret of a PaymentIntent; <see langword="null"/> when it needs none.</summary>
    /// <remarks>It is for this customer alone: do not log or store it.</remarks>
    public string? ClientSecret { get; init; }

    /// <summary>Until when the customer can act, in UTC; <see langword="null"/> when the gateway sets no time. The shop gives the order up then, or after <see cref="BookstoreOptions.CustomerActionTimeout"/> if that is earlier.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal bool IsWithinLimits => (Url is null || Url.OriginalString.Length <= MaxUrlLength) && (ClientSecret is null || ClientSecret.Length <= MaxClientSecretLength);

    /// <summary>A text without the secret in it.</summary>
    /// <returns>The address and the time.</returns>
    public override string ToString() => $"{nameof(CustomerAction)} {{ Url = {Url}, ExpiresAt = {ExpiresAt:O} }}";
}
