namespace Bookstore.Storage;

/// <summary>Takes a text apart, one character after the other, by <see cref="SearchTable"/>.</summary>
/// <remarks>
/// Canonically equivalent texts have the same words: decomposed Hangul is composed, and marks that stay are put into their canonical order. Linear in the
/// text's length, since more marks than <see cref="MaxMarks"/> on one letter do not count.
/// </remarks>
internal ref struct WordSplitter(WordList words, bool isSought, Span<char> buffer, Span<int> marks)
{
    public const int MaxMarks = 32;

    // A mark in the buffer between the parts of a word that an apostrophe joins. No word has a NUL in it.
    private const char Join = '\0';

    private readonly SearchTable _table = SearchTable.Instance;
    private readonly Span<int> _marks = marks;
    private Span<char> _buffer = buffer;
    private int _length;
    private int _joins;
    private int _markCount;
    private bool _isJoining;
    private bool _isUnspaced;

    public void Split(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length && !words.IsFull; i++)
        {
            int code = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                code = char.ConvertToUtf32(text[i], text[++i]);
            }

            Take(code, i + 1 < text.Length ? text[i + 1] : Join);
        }

        EndWord();
    }

    private static bool IsHebrew(int code) => code is >= 0x5D0 and <= 0x5EA;

    private void Take(int code, char next)
    {
        var cell = _table[code];
        if (!SearchTable.IsValue(cell))
        {
            Apply(code, cell, next);
            return;
        }

        var value = _table.ValueOf(cell);
        for (var i = 0; i < value.Length; i++)
        {
            var part = char.IsHighSurrogate(value[i]) ? char.ConvertToUtf32(value[i], value[++i]) : value[i];
            Apply(part, _table[part], next);
        }
    }

    private void Apply(int code, ushort kind, char next)
    {
        switch (kind)
        {
            case SearchTable.Letter:
                AddLetter(code, isUnspaced: false);
                break;
            case SearchTable.Unspaced:
                AddLetter(code, isUnspaced: true);
                break;
            case SearchTable.Joiner:
            case SearchTable.Quote when _length > 0 && IsHebrew(_buffer[_length - 1]) && IsHebrew(next):
                _isJoining = _length > 0;
                break;
            case SearchTable.Accent:
                if (_length > 0 && !HasAccent() && _table.IsComposed(_buffer[_length - 1], code))
                {
                    AddMark(code, SearchTable.AccentClass);
                }

                break;
            case SearchTable.Dropped:
                break;
            case >= SearchTable.Mark:
                AddMark(code, kind - SearchTable.Mark);
                break;
            default:
                EndWord();
                break;
        }
    }

    private readonly bool HasAccent() => _markCount > 0 && _marks[_markCount - 1] >> SearchTable.CodeBits >= SearchTable.AccentClass;

    private void AddLetter(int code, bool isUnspaced)
    {
        if (_length + _markCount > 0 && _isUnspaced != isUnspaced)
        {
            EndWord();
        }

        FlushMarks();
        if (_isJoining && !isUnspaced)
        {
            Append(Join);
            _joins++;
        }

        _isJoining = false;
        _isUnspaced = isUnspaced;
        if (_length == 0 || !Hangul.TryCompose(ref _buffer[_length - 1], code))
        {
            Append(code);
        }
    }

    // In the canonical order: a mark goes before those of a higher class. One of class zero stays where it is, and so do those before it.
    private void AddMark(int code, int combiningClass)
    {
        if (combiningClass == 0)
        {
            FlushMarks();
            Append(code);
            return;
        }

        if (_markCount == MaxMarks)
        {
            return;
        }

        var mark = (combiningClass << SearchTable.CodeBits) | code;
        var i = _markCount++;
        for (; i > 0 && _marks[i - 1] >> SearchTable.CodeBits > combiningClass; i--)
        {
            _marks[i] = _marks[i - 1];
        }

        _marks[i] = mark;
    }

    private void FlushMarks()
    {
        for (var i = 0; i < _markCount; i++)
        {
            Append(_marks[i] & SearchTable.CodeMask);
        }

        _markCount = 0;
    }

    private void Append(int code)
    {
        if (_length + 2 > _buffer.Length)
        {
            var longer = new char[2 * _buffer.Length];
            _buffer.CopyTo(longer);
            _buffer = longer;
        }

        if (code <= char.MaxValue)
        {
            _buffer[_length++] = (char)code;
            return;
        }

        var supplementary = code - 0x10000;
        _buffer[_length++] = (char)(0xD800 + (supplementary >> 10));
        _buffer[_length++] = (char)(0xDC00 + (supplementary & 0x3FF));
    }

    private void EndWord()
    {
        FlushMarks();
        if (_isUnspaced)
        {
            AddPairs(_buffer[.._length]);
        }
        else if (_joins > 0)
        {
            AddParts(_buffer[.._length]);
        }
        else
        {
            words.Add(_buffer[.._length]);
        }

        _length = 0;
        _joins = 0;
        _isJoining = false;
        _isUnspaced = false;
    }

    private readonly void AddParts(Span<char> word)
    {
        if (!isSought)
        {
            foreach (var part in word.Split(Join))
            {
                words.Add(word[part]);
            }
        }

        var length = 0;
        foreach (var character in word)
        {
            if (character != Join)
            {
                word[length++] = character;
            }
        }

        words.Add(word[..length]);
    }

    // A query's pairs say where each of its characters is, so that single ones need not be asked for.
    private readonly void AddPairs(ReadOnlySpan<char> run)
    {
        var previous = run[..0];
        while (!run.IsEmpty)
        {
            var current = run[.._table.LetterLength(run)];
            run = run[current.Length..];
            if (!isSought || (previous.IsEmpty && run.IsEmpty))
            {
                words.Add(current);
            }

            if (!previous.IsEmpty)
            {
                AddPair(previous, current);
            }

            previous = current;
        }
    }

    private readonly void AddPair(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        Span<char> pair = stackalloc char[SearchWords.MaxWordLength + 1];
        var length = Math.Min(first.Length, pair.Length);
        first[..length].CopyTo(pair);
        var rest = Math.Min(second.Length, pair.Length - length);
        second[..rest].CopyTo(pair[length..]);
        words.Add(pair[..(length + rest)]);
    }
}
