namespace Bookstore.Onix;

/// <summary>One record of a message: a product, or why it was refused.</summary>
public sealed record OnixRecord
{
    /// <summary>The position of the record in the message, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The line of the unpacked file on which the record begins, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The message that the record is in.</summary>
    public required OnixMessage Message { get; init; }

    /// <summary>The sender's reference of the record, also of a refused one where it can be found.</summary>
    public string? RecordReference { get; init; }

    /// <summary>The product; <see langword="null"/> when the record was refused.</summary>
    public OnixProduct? Product { get; init; }

    /// <summary>Why the record was refused; <see langword="null"/> when it was read.</summary>
    public OnixRefusal? Refusal { get; init; }
}

/// <summary>Why a record was refused.</summary>
/// <param name="Code">The kind of fault.</param>
/// <param name="Reason">What is wrong, as a sentence.</param>
/// <param name="Line">The line of the fault, from 1.</param>
public sealed record OnixRefusal(OnixRefusalCode Code, string Reason, long Line);

/// <summary>What can be wrong with a record.</summary>
public enum OnixRefusalCode
{
    /// <summary>The record is not well-formed XML.</summary>
    Malformed,

    /// <summary>The record has no end before the next one begins, or an end without a beginning.</summary>
    NotClosed,

    /// <summary>The record is longer than <see cref="OnixReaderOptions.MaxRecordLength"/>.</summary>
    TooLong,

    /// <summary>The elements of the record are nested deeper than <see cref="OnixReaderOptions.MaxDepth"/>, or are too many.</summary>
    TooDeep,

    /// <summary>An element has a text longer than <see cref="OnixReaderOptions.MaxTextLength"/>.</summary>
    TextTooLong,

    /// <summary>The record has bytes that are not of the encoding of the file.</summary>
    WrongEncoding,

    /// <summary>The record has neither a reference nor an identifier of a product.</summary>
    NoIdentity,
}
