namespace Bookstore.Onix.Reading;

/// <summary>Cuts a file into its header and its records by their tags, so that a fault of one record does not reach the next. Checks nothing within a record.</summary>
internal sealed class RecordSplitter(FeedText text, int maxLength)
{
    /// <summary>As many characters as it takes to know what a tag is.</summary>
    private const int LookAhead = 256;
    private const int MaxTagLength = 64 * 1024;

    private TagFinder? _tags;
    private int _at;
    private int _start = -1;
    private PieceKind _kind;
    private int _consumed;
    private string? _until;
    private bool _isRaw;
    private bool _isTooLong;
    private bool _isOver;
    private long _startLine;
    private string? _reference;

    /// <summary>Sets the name of the root, as it is written. Called once, after the root was returned.</summary>
    public void Begin(string root) => _tags = new TagFinder(root);

    /// <summary>Returns the next piece, or <see langword="null"/> behind the end tag of the root.</summary>
    /// <exception cref="OnixException">The file is no XML, declares entities, or ends before its root does.</exception>
    public async ValueTask<Piece?> NextAsync(CancellationToken cancellationToken)
    {
        text.Advance(_consumed);
        (_at, _consumed) = (_at - _consumed, 0);
        while (!_isOver)
        {
            if (Scan() is { } piece)
            {
                return piece;
            }

            LetGo();

            // At the end there is one more look: what a tag is may have been left open for want of text.
            var isLastLook = text.IsEnded;
            if (!_isOver && !await text.FillAsync(cancellationToken).ConfigureAwait(false) && isLastLook && !TryReadRaw())
            {
                throw Ended();
            }
        }

        return null;
    }

    // Looks from tag to tag. Stops where more text is needed.
    private Piece? Scan()
    {
        while (!_isOver && FindMarkup())
        {
            var rest = text.Window[_at..];
            if (rest.Length < LookAhead && !text.IsEnded)
            {
                return null;
            }

            var at = _at;
            var piece = (rest.Length < 2 ? ' ' : rest[1]) switch
            {
                '!' => AtDeclaration(rest),
                '?' => SkipTo("?>", 2),
                '/' => AtEndTag(rest),
                _ => AtStartTag(rest),
            };
            if (piece is not null || (_at == at && _until is null && !_isOver))
            {
                return piece;
            }
        }

        return null;
    }

    // Moves to the next <, behind what has to be skipped before it.
    private bool FindMarkup()
    {
        var window = text.Window;
        if (_until is { } until)
        {
            var end = window[_at..].IndexOf(until, StringComparison.Ordinal);
            if (end < 0)
            {
                _at = Math.Max(_at, window.Length - until.Length + 1);
                return false;
            }

            (_at, _until) = (_at + end + until.Length, null);
        }

        if (_tags is null)
        {
            return FindInProlog(window);
        }

        var found = _tags.Next(window[_at..]);

        // The end of the window can be the beginning of a tag.
        _at = found < 0 ? Math.Max(_at, window.Length - _tags.MarkupLength + 1) : _at + found;
        return found >= 0;
    }

    private bool FindInProlog(ReadOnlySpan<char> window)
    {
        var found = window[_at..].IndexOf('<');
        if (found != 0 && !window[_at..(found < 0 ? window.Length : _at + found)].IsWhiteSpace())
        {
            throw new OnixException("The file is no XML: there is text before its root element.", LineAt(_at));
        }

        _at = found < 0 ? window.Length : _at + found;
        return found >= 0;
    }

    private Piece? AtDeclaration(ReadOnlySpan<char> rest)
    {
        if (_tags is null && rest.StartsWith("<!DOCTYPE", StringComparison.Ordinal))
        {
            return SkipDocumentType(rest);
        }

        if (!_isRaw && rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            return SkipTo("-->", 4);
        }

        if (!_isRaw && rest.StartsWith("<![CDATA[", StringComparison.Ordinal))
        {
            return SkipTo("]]>", 9);
        }

        _at += 2;
        return null;
    }

    private Piece? SkipTo(string end, int length)
    {
        if (_isRaw)
        {
            _at += length;
            return null;
        }

        (_at, _until) = (_at + length, end);
        return null;
    }

    // A DTD that is only named is not needed. One in the file could declare entities, and nothing else is it there for.
    private Piece? SkipDocumentType(ReadOnlySpan<char> rest)
    {
        var end = TagFinder.EndOf(rest, '[');
        if (end < 0)
        {
            return RequireMore(rest.Length);
        }

        if (rest[end] == '[')
        {
            throw new OnixException("The file brings a DTD of its own, which could declare entities. Such a file is not read; ask the sender for one without.", LineAt(_at));
        }

        _at += end + 1;
        return null;
    }

    private Piece? AtStartTag(ReadOnlySpan<char> rest)
    {
        if (_tags is null)
        {
            return AtRoot(rest);
        }

        var found = _tags.Start(rest);
        if (found is null || (found == PieceKind.Header && _start >= 0))
        {
            _at++;
            return null;
        }

        if (_start >= 0)
        {
            return Refused(OnixRefusalCode.NotClosed, $"The {NameOf(_kind)} has no end tag before the next record begins.", _at);
        }

        var end = rest.IndexOf('>');
        if (end < 0 && !text.IsEnded && rest.Length < MaxTagLength)
        {
            return null;
        }

        (_start, _startLine, _kind, _isRaw) = (_at, LineAt(_at), found.Value, false);
        if (end > 0 && rest[end - 1] == '/')
        {
            return Whole(_at + end + 1);
        }

        _at++;
        return null;
    }

    private Piece? AtRoot(ReadOnlySpan<char> rest)
    {
        var end = TagFinder.EndOf(rest, '>');
        if (end < 0)
        {
            return RequireMore(rest.Length);
        }

        (_start, _startLine, _kind) = (_at, LineAt(_at), PieceKind.Root);
        _isOver = rest[end - 1] == '/';
        return Whole(_at + end + 1);
    }

    private Piece? AtEndTag(ReadOnlySpan<char> rest)
    {
        if (_tags is null || _tags.End(rest) is not { } found)
        {
            _at++;
            return null;
        }

        if (found.Kind == PieceKind.Root)
        {
            _isOver = true;
            return _start < 0 ? null : throw Ended();
        }

        if (_start >= 0 && found.Kind == _kind)
        {
            return Whole(_at + found.Length);
        }

        if (_start < 0 && found.Kind == PieceKind.Product)
        {
            (_start, _startLine, _kind) = (_at, LineAt(_at), PieceKind.Product);
            return Refused(OnixRefusalCode.NotClosed, "A record ends here that has no start tag.", _at + found.Length);
        }

        _at++;
        return null;
    }

    private Piece? Whole(int end) => _isTooLong || end - _start > maxLength
        ? Refused(OnixRefusalCode.TooLong, $"The {NameOf(_kind)} is longer than {maxLength} characters.", end)
        : Take(end, null);

    private Piece Refused(OnixRefusalCode code, string reason, int end) => Take(end, new OnixRefusal(code, reason, _startLine));

    // The window begins with the piece from here on.
    private Piece Take(int end, OnixRefusal? refusal)
    {
        text.Advance(_start);
        _consumed = _at = end - _start;
        var reference = _reference;
        (_start, _isTooLong, _isRaw, _reference) = (-1, false, false, null);
        return new Piece(_kind, text.Slice(_consumed), _startLine, refusal, reference);
    }

    // What is no part of a record, or of one that is refused in any case, is not kept.
    private void LetGo()
    {
        if (_start >= 0 && !_isTooLong)
        {
            if (text.Window.Length - _start <= maxLength)
            {
                text.Advance(_start);
                (_at, _start) = (_at - _start, 0);
                return;
            }

            if (TryReadRaw())
            {
                return;
            }

            (_isTooLong, _reference) = (true, LostReference.Find(text.Window[_start..]));
        }

        text.Advance(_at);
        (_at, _start) = (0, _start < 0 ? -1 : 0);
    }

    // A comment or CDATA section that is not closed must not take the records behind it: the record is looked through again without them.
    private bool TryReadRaw()
    {
        if (_start < 0 || _isRaw || _isTooLong || _until is null)
        {
            return false;
        }

        (_isRaw, _until, _at) = (true, null, _start + 1);
        return true;
    }

    private Piece? RequireMore(int length) => length < MaxTagLength && !text.IsEnded
        ? null
        : throw new OnixException("The file is no XML: its first tag has no end.", LineAt(_at));

    private OnixException Ended()
    {
        _isOver = true;
        return _tags is null
            ? new OnixException("The file is no ONIX for Books message: it has no root element.", LineAt(_at))
            : _start >= 0
                ? new OnixException($"The file is broken: the {NameOf(_kind)} that begins here has no end. What is before it has been read.", _startLine)
                : new OnixException("The file is broken: it ends before its root element does. What is before the end has been read.", LineAt(text.Window.Length));
    }

    private long LineAt(int position) => text.Line + text.Window[..position].Count('\n');

    private static string NameOf(PieceKind kind) => kind == PieceKind.Header ? "header" : "record";
}
