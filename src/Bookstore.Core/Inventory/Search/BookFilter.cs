using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Which books to list: those that have all the words, each as <see cref="SearchWords.Sought"/> gives it.</summary>
/// <param name="Words">Each of them is one of the book's <see cref="BookWords.All"/>.</param>
/// <param name="AuthorWords">Each of them is one of the book's <see cref="BookWords.OfAuthor"/>.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record BookFilter(IReadOnlyList<string> Words, IReadOnlyList<string> AuthorWords)
{
    /// <summary>All books.</summary>
    public static BookFilter All { get; } = new([], []);
}
