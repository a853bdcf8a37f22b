namespace Bookstore.Onix;

/// <summary>The header of a message, and what it says about all of its records.</summary>
public sealed record OnixMessage
{
    /// <summary>The release of ONIX for Books as the file names it, such as <c>3.0</c>; <see langword="null"/> when it names none.</summary>
    public string? Release { get; init; }

    /// <summary>Whether the elements have short tags.</summary>
    public bool HasShortTags { get; init; }

    /// <summary>The name of the sender.</summary>
    public string? Sender { get; init; }

    /// <summary>The identifiers of the sender, such as its GLN.</summary>
    public IReadOnlyList<OnixIdentifier> SenderIdentifiers { get; init; } = [];

    /// <summary>When the message was sent. A time without an offset is taken as UTC, a day as its beginning.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The number of the message among those of the sender.</summary>
    public string? Number { get; init; }

    /// <summary>The language of texts that name none, ISO 639-2/B.</summary>
    public string? DefaultLanguage { get; init; }

    /// <summary>The type of prices that name none, a code of list 58.</summary>
    public string? DefaultPriceType { get; init; }

    /// <summary>The currency of prices that name none, ISO 4217.</summary>
    public string? DefaultCurrency { get; init; }
}
