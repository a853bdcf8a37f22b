namespace Bookstore.Storage;

/// <summary>Different words, as many as there may be, each cut to its length.</summary>
internal sealed class WordList(int limit)
{
    // Few words are compared with each other; more of them are looked up.
    private const int Few = 16;

    private readonly List<string> _words = [];
    private HashSet<string>? _known;

    public IReadOnlyList<string> Words => _words;

    public bool IsFull => _words.Count >= limit;

    public void Add(ReadOnlySpan<char> word)
    {
        // Half a surrogate pair is no character, and no store would take it.
        if (word.Length > SearchWords.MaxWordLength)
        {
            word = word[..(char.IsHighSurrogate(word[SearchWords.MaxWordLength - 1]) ? SearchWords.MaxWordLength - 1 : SearchWords.MaxWordLength)];
        }

        if (!word.IsEmpty && !IsFull && !Contains(word))
        {
            var added = word.ToString();
            _words.Add(added);
            _known?.Add(added);
        }
    }

    private bool Contains(ReadOnlySpan<char> word)
    {
        if (_words.Count >= Few)
        {
            _known ??= new HashSet<string>(_words, StringComparer.Ordinal);
            return _known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
        }

        foreach (var known in _words)
        {
            if (word.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
