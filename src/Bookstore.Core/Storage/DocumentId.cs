using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>The key of a document.</summary>
/// <param name="Kind">The kind: 1 to 50 lower-case letters and hyphens, such as <c>audit-run</c>.</param>
/// <param name="Id">The id, unique within the kind.</param>
[Experimental(StorageDiagnostics.Experimental)]
[StructLayout(LayoutKind.Auto)]
public readonly record struct DocumentId(string Kind, Guid Id) : IComparable<DocumentId>
{
    internal const int MaxKindLength = 50;

    /// <summary>Compares by kind (ordinally), then by id.</summary>
    /// <param name="other">The other key.</param>
    /// <returns>Less than zero, zero, or more than zero.</returns>
    public int CompareTo(DocumentId other)
    {
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        return byKind != 0 ? byKind : Id.CompareTo(other.Id);
    }

    /// <summary>Returns the kind and the id.</summary>
    /// <returns>The text, such as <c>audit-run 0190a000-…</c>.</returns>
    public override string ToString() => $"{Kind} {Id}";

    /// <summary>Whether the left key sorts before the right one.</summary>
    /// <param name="left">The left key.</param>
    /// <param name="right">The right key.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator <(DocumentId left, DocumentId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left key sorts before the right one, or both are equal.</summary>
    /// <param name="left">The left key.</param>
    /// <param name="right">The right key.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator <=(DocumentId left, DocumentId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left key sorts after the right one.</summary>
    /// <param name="left">The left key.</param>
    /// <param name="right">The right key.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator >(DocumentId left, DocumentId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left key sorts after the right one, or both are equal.</summary>
    /// <param name="left">The left key.</param>
    /// <param name="right">The right key.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator >=(DocumentId left, DocumentId right) => left.CompareTo(right) >= 0;

    internal static bool IsKindName([NotNullWhen(true)] string? name)
    {
        if (name is not { Length: > 0 and <= MaxKindLength })
        {
            return false;
        }

        foreach (var character in name)
        {
            if (character is not ('-' or (>= 'a' and <= 'z')))
            {
                return false;
            }
        }

        return true;
    }
}
