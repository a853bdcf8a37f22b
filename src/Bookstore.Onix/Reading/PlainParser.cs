using System.Buffers;

namespace Bookstore.Onix.Reading;

/// <summary>Reads pieces of plain XML at the speed of their text: elements and attributes with ASCII names and no prefix, text with its entities, comments, CDATA sections. All that is rare, wrong or too much is left to the XML reader.</summary>
internal sealed class PlainParser(RecordTree tree, OnixReaderOptions options)
{
    private const int MaxAttributes = 8;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
    private static readonly SearchValues<char> TextMarks = SearchValues.Create("<&]\r");

    private readonly Open[] _open = new Open[options.MaxDepth];
    private readonly PlainText _text = new(options.MaxTextLength);
    private readonly TextPool _pool = new();
    private int _depth;
    private int _elements;

    // How many elements were open where the one began whose text is read, or that is passed over; -1 for none.
    private int _leaf;
    private int _skipped;

    /// <summary>Reads a piece into the tree.</summary>
    /// <returns>Whether it was read; if not, the tree has a part of it.</returns>
    public bool TryRead(ReadOnlySpan<char> piece)
    {
        if (!PlainLetters.AreAll(piece))
        {
            return false;
        }

        tree.Clear();
        (_depth, _elements, _leaf, _skipped) = (0, 0, -1, -1);
        var at = 0;
        do
        {
            var rest = piece[at..];
            var used = rest.Length < 2 ? 0
                : rest[0] != '<' ? ReadText(rest)
                : rest[1] switch
                {
                    '/' => Close(piece, rest),
                    '!' => ReadSection(rest),
                    _ => ReadElement(rest, at),
                };
            if (used == 0)
            {
                return false;
            }

            at += used;
        }
        while (_depth > 0);
        return at == piece.Length;
    }

    // All that follow return how many characters they read; none for what is left to the XML reader.
    private int ReadText(ReadOnlySpan<char> rest)
    {
        // Nearly all of it is white space between elements, and texts with nothing to decode.
        if (_leaf < 0 && LengthOfSpace(rest) is var space && space < rest.Length && rest[space] == '<')
        {
            return space;
        }

        var length = rest.IndexOfAny(TextMarks);
        if (_leaf >= 0 && length >= 0 && rest[length] == '<')
        {
            return _text.TryAddPlain(rest[..length]) ? length : 0;
        }

        length = rest.IndexOf('<');
        if (length < 0 || _depth == 0)
        {
            return 0;
        }

        var text = rest[..length];
        var isPlain = text.IndexOfAny('&', ']') < 0;
        var isRead = isPlain || !text.Contains("]]>", StringComparison.Ordinal);
        if (_leaf < 0)
        {
            _text.Clear();
        }

        isRead &= (_leaf, _skipped) switch
        {
            ( >= 0, _) => isPlain ? _text.TryAdd(text) : _text.TryAddDecoded(text),
            (_, >= 0) => isPlain || _text.TryAddDecoded(text),
            _ => !text.Contains('&') && TryKeep(text),
        };
        return isRead ? length : 0;
    }

    // Text beside elements, or in one that has text in older messages alone.
    private bool TryKeep(ReadOnlySpan<char> text)
    {
        if (!_text.TryAdd(text))
        {
            return false;
        }

        tree[_open[_depth - 1].Node].Text = _pool.Get(_text.Trimmed);
        return true;
    }

    private int ReadSection(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            var end = rest[4..].IndexOf("--", StringComparison.Ordinal) + 4 + 2;
            return end > 5 && end < rest.Length && rest[end] == '>' && _depth > 0 ? end + 1 : 0;
        }

        if (!rest.StartsWith("<![CDATA[", StringComparison.Ordinal) || (_leaf < 0 && _skipped < 0))
        {
            return 0;
        }

        var length = rest[9..].IndexOf("]]>", StringComparison.Ordinal);
        return length >= 0 && (_leaf < 0 || _text.TryAdd(rest.Slice(9, length))) ? 9 + length + 3 : 0;
    }

    private int Close(ReadOnlySpan<char> piece, ReadOnlySpan<char> rest)
    {
        if (_depth == 0)
        {
            return 0;
        }

        var (start, length, node) = _open[--_depth];
        var name = piece.Slice(start, length);
        if (!rest[2..].StartsWith(name, StringComparison.Ordinal))
        {
            return 0;
        }

        var end = 2 + length;
        end += LengthOfSpace(rest[end..]);
        if (end >= rest.Length || rest[end] != '>' || (_leaf >= 0 && _leaf != _depth && !TryBreak(name)))
        {
            return 0;
        }

        if (_leaf == _depth)
        {
            tree[node].Text = _text.Trimmed is { IsEmpty: false } text ? _pool.Get(text) : null;
            _leaf = -1;
        }

        _skipped = _skipped == _depth ? -1 : _skipped;
        return end + 1;
    }

    private int ReadElement(ReadOnlySpan<char> rest, int at)
    {
        var length = rest[1..].IndexOfAnyExcept(NameLetters);
        if (length <= 0 || _depth == _open.Length || ++_elements > RecordParser.MaxElements || !IsFirstOfName(rest[1]))
        {
            return 0;
        }

        var name = rest.Slice(1, length);
        var tag = _leaf >= 0 || _skipped >= 0 ? Tag.None : TagNames.Find(name);
        var isKept = tag != Tag.None || _depth == 0;
        var node = isKept ? tree.Add(_depth == 0 ? -1 : _open[_depth - 1].Node, tag) : -1;
        var end = 1 + length;
        if (rest[end] != '>' && !TryReadAttributes(rest, isKept ? TagNames.AttributeOf(tag) : null, node, ref end))
        {
            return 0;
        }

        if (_leaf >= 0 && !TryBreak(name))
        {
            return 0;
        }

        if (rest[end] == '/')
        {
            return end + 2;
        }

        if (isKept && _depth > 0 && TagNames.IsLeaf(tag))
        {
            _leaf = _depth;
            _text.Clear();
        }
        else if (!isKept && _leaf < 0 && _skipped < 0)
        {
            _skipped = _depth;
        }

        _open[_depth++] = new Open(at + 1, length, node);
        return end + 1;
    }

    // Moves to the > of the tag, or to its />.
    private bool TryReadAttributes(ReadOnlySpan<char> rest, string? wanted, int node, ref int end)
    {
        Span<Range> names = stackalloc Range[MaxAttributes];
        for (var count = 0; ; count++)
        {
            var space = LengthOfSpace(rest[end..]);
            end += space;
            if (end + 1 >= rest.Length || rest[end] == '>' || rest[end] == '/')
            {
                return end + 1 < rest.Length && (rest[end] == '>' || rest[end + 1] == '>');
            }

            var length = rest[end..].IndexOfAnyExcept(NameLetters);
            var name = rest.Slice(end, Math.Max(0, length));
            if (space == 0 || length <= 0 || count == MaxAttributes || !IsFirstOfName(name[0]) || name.StartsWith("xml", StringComparison.OrdinalIgnoreCase) || IsAmong(rest, names[..count], name))
            {
                return false;
            }

            names[count] = end..(end + length);
            end += length;
            if (end + 2 >= rest.Length || rest[end] != '=' || rest[end + 1] is not ('"' or '\''))
            {
                return false;
            }

            var value = rest[(end + 2)..];
            length = value.IndexOf(rest[end + 1]);
            value = value[..Math.Max(0, length)];
            if (length < 0 || value.IndexOfAny("<&\t\r\n") >= 0)
            {
                return false;
            }

            if (wanted is not null && name.SequenceEqual(wanted))
            {
                tree[node].Attribute = _pool.Get(value);
            }

            end += 2 + length + 1;
        }
    }

    private static bool IsAmong(ReadOnlySpan<char> rest, ReadOnlySpan<Range> names, ReadOnlySpan<char> name)
    {
        foreach (var other in names)
        {
            if (name.SequenceEqual(rest[other]))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryBreak(ReadOnlySpan<char> name) => !ElementText.IsBlock(name) || _text.TryAdd("\n");

    private static bool IsFirstOfName(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private static int LengthOfSpace(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(" \t\r\n") is var length and >= 0 ? length : text.Length;

    // An element that is open: where its name is, and where it is in the tree.
    private readonly record struct Open(int Start, int Length, int Node);
}
