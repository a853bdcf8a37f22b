namespace Bookstore.Storage;

/// <summary>The words of a book as they were written, with the version of their rules.</summary>
internal sealed record IndexedBook(Isbn Isbn, int Version, BookWords Words);
