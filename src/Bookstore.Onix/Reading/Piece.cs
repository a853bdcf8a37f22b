namespace Bookstore.Onix.Reading;

/// <summary>A piece of the file. Its text is valid until the next piece is read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Refusal">Why it cannot be read; <see langword="null"/> for what has both of its tags.</param>
/// <param name="Reference">The reference of a record that is refused for its length, whose text is not kept.</param>
internal readonly record struct Piece(PieceKind Kind, ReadOnlyMemory<char> Text, long Line, OnixRefusal? Refusal, string? Reference);

/// <summary>What a piece of the file is.</summary>
internal enum PieceKind
{
    /// <summary>The root element, whose end tag ends the message.</summary>
    Root,

    /// <summary>The header of the message, from its start tag to its end tag.</summary>
    Header,

    /// <summary>A record, from its start tag to its end tag.</summary>
    Product,
}
