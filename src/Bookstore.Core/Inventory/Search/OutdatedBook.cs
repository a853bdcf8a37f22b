using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A book whose search words are of an older version, and the position in the list of such books behind it. Any values are a position, also those of no book.</summary>
/// <param name="Version">The version of its words.</param>
/// <param name="Isbn">The book, among those of that version.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct OutdatedBook(int Version, Isbn Isbn);
