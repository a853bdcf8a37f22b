using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The words that a book is found by, see <see cref="SearchWords.Of(Book)"/>.</summary>
/// <param name="All">The different words of its title and its author.</param>
/// <param name="OfAuthor">The different words of its author; all of them are in <paramref name="All"/> as well.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record BookWords(IReadOnlyList<string> All, IReadOnlyList<string> OfAuthor)
{
    /// <summary>What it is found by as a whole: its publisher, its subjects and its publishing status, each as one text without spaces and with a colon, so that none of them is a word.</summary>
    public IReadOnlyList<string> Facets { get; init; } = [];

    /// <summary>How many rows a store writes for them, about.</summary>
    internal int Count => All.Count + Facets.Count;
}
