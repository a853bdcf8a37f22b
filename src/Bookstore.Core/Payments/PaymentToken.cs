using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>What a customer pays with, as the gateway understands it: an opaque token, never stored and never printed.</summary>
/// <remarks>A raw card number is for the simulated gateway alone. Immutable and safe to share between threads.</remarks>
[JsonConverter(typeof(PaymentTokenJsonConverter))]
public sealed class PaymentToken
{
    /// <summary>The longest token, in characters: 500.</summary>
    public const int MaxLength = 500;

    /// <summary>The longest <see cref="Method"/>, in characters: 50.</summary>
    public const int MaxMethodLength = 50;

    private readonly string? _method;

    /// <summary>Makes a token.</summary>
    /// <param name="value">The gateway's token: 1 to 500 characters.</param>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public PaymentToken(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (TextLength.Of(value) > MaxLength)
        {
            throw new ArgumentException($"A payment token has at most {MaxLength} characters; this one has {TextLength.Of(value)}.", nameof(value));
        }

        Value = value;
    }

    /// <summary>The token itself. Hand it to the gateway; do not log, store or echo it.</summary>
    public string Value { get; }

    /// <summary>The means of payment, in the gateway's own words, such as <c>card</c> or <c>sepa_debit</c>: 1 to 50 characters. Default <see langword="null"/>: the gateway knows by the token.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public string? Method
    {
        get => _method;
        init => _method = value is null ? null : Require.Text(value, 1, MaxMethodLength);
    }

    /// <summary>The last four characters of a token of at least eight; else empty. All that a fingerprint or a receipt may show.</summary>
    public string LastFour => Value.Length >= 8 ? Value[^4..] : string.Empty;

    /// <summary>A text without the token in it.</summary>
    /// <returns>Asterisks and the last four characters.</returns>
    public override string ToString() => "****" + LastFour;
}
