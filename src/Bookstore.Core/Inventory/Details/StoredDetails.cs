using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>The details of a book as a value, as the text that a store keeps, or as both. Each is made of the other when it is first asked for.</summary>
/// <remarks>Most reads of a book, such as those of an order, need no details, so a text that a store has read is not looked at for them. Thread-safe: what is made twice is the same.</remarks>
internal sealed class StoredDetails : IEquatable<StoredDetails>
{
    private string? _text;
    private BookDetails? _value;

    private StoredDetails(string? text, BookDetails? value) => (_text, _value) = (text, value);

    public static StoredDetails? Of(BookDetails? value) => value is null ? null : new(null, value);

    public static StoredDetails? Of(string? text) => text is null ? null : new(text, null);

    public string Text => _text ??= BookDetailsJson.Write(_value!);

    /// <summary>The details.</summary>
    /// <exception cref="FormatException">The text is damaged.</exception>
    public BookDetails Value => _value ??= BookDetailsJson.Read(_text!);

    /// <summary>The details, which name their book where they are damaged.</summary>
    /// <exception cref="BookstoreStoreException">The text is damaged.</exception>
    public BookDetails ValueOf(Isbn isbn)
    {
        try
        {
            return Value;
        }
        catch (FormatException fault)
        {
            throw new BookstoreStoreException($"The details of the book {isbn} cannot be read: they are damaged, or were written by another program. Restore its row from a backup.", fault) { RecordId = isbn.ToString() };
        }
    }

    public bool Equals([NotNullWhen(true)] StoredDetails? other) =>
        ReferenceEquals(this, other) || (other is not null && ((_text is not null && string.Equals(_text, other._text, StringComparison.Ordinal)) || Value.Equals(other.Value)));

    public override bool Equals(object? obj) => Equals(obj as StoredDetails);

    public override int GetHashCode() => Value.GetHashCode();
}
