namespace Bookstore.Storage;

internal static partial class MemoryDraft
{
    /// <summary>Gives a book other words than those that it has; none removes it from the index.</summary>
    public static MemoryState Index(MemoryState state, Isbn isbn, (int Version, BookWords Words)? index)
    {
        var (words, authorWords) = (state.Words, state.AuthorWords);
        if (state.SearchIndex.TryGetValue(isbn, out var old))
        {
            words = words.Except(Pairs(old.Words.All, isbn));
            authorWords = authorWords.Except(Pairs(old.Words.OfAuthor, isbn));
        }

        return index is not { } now
            ? state with { Words = words, AuthorWords = authorWords, SearchIndex = state.SearchIndex.Remove(isbn) }
            : state with
            {
                Words = words.Union(Pairs(now.Words.All, isbn)),
                AuthorWords = authorWords.Union(Pairs(now.Words.OfAuthor, isbn)),
                SearchIndex = state.SearchIndex.SetItem(isbn, now),
            };
    }

    private static MemoryState ApplyBooks(MemoryState state, WorkingSet records)
    {
        var touched = records.Books.Touched;
        if (touched.Count == 0)
        {
            return state;
        }

        var books = state.Books.ToBuilder();
        var byIsbn = state.BooksByIsbn.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(books, touched[i]);
            Move(byIsbn, before?.Isbn, after?.Isbn);
            if (records.MustIndex(touched[i]))
            {
                state = Index(state, touched[i].Key, after is null ? null : (SearchWords.Version, SearchWords.Of(after)));
            }
        }

        return state with { Books = books.ToImmutable(), BooksByIsbn = byIsbn.ToImmutable() };
    }

    private static IEnumerable<(string Word, Isbn Isbn)> Pairs(IReadOnlyList<string> words, Isbn isbn) => words.Select(word => (word, isbn));
}
