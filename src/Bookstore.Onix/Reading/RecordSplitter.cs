namespace Bookstore.Onix.Reading;

/// <summary>Cuts a message into its header and its records by their tags, so that a fault of one record does not reach the next. Checks nothing within a record.</summary>
/// <param name="text">The text behind the start tag of the root.</param>
/// <param name="tags">The tags that bound the pieces.</param>
/// <param name="maxLength">The longest piece.</param>
internal sealed class RecordSplitter(FeedText text, TagFinder tags, int maxLength)
{
    private readonly OpenSection _section = new();

    // Positions in the window: where it is looked on, where the piece begins (-1 for none), and where the piece ends that was returned.
    private int _at;
    private int _start = -1;
    private int _consumed;

    private PieceKind _kind;
    private long _startLine;
    private bool _isRaw;
    private bool _isTooLong;
    private string? _reference;

    /// <summary>Whether the end of the root was read.</summary>
    public bool IsOver { get; set; }

    /// <summary>Returns the next piece, or <see langword="null"/> behind the end tag of the root.</summary>
    /// <exception cref="OnixException">The file ends before its root does.</exception>
    public async ValueTask<Piece?> NextAsync(CancellationToken cancellationToken)
    {
        text.Advance(_consumed);
        (_at, _consumed) = (_at - _consumed, 0);
        while (!IsOver)
        {
            if (Scan() is { } piece)
            {
                return piece;
            }

            LetGo();

            // At the end there is one more look: what a tag is may have been left open for want of text.
            var isLastLook = text.IsEnded;
            if (!IsOver && !await text.FillAsync(cancellationToken).ConfigureAwait(false) && isLastLook && !TryReadRaw())
            {
                throw Ended();
            }
        }

        return null;
    }

    // Looks from tag to tag. Stops where more text is needed.
    private Piece? Scan()
    {
        while (!IsOver && TryFindMarkup())
        {
            var rest = text.Window[_at..];
            if (rest.Length < TagFinder.LookAhead && !text.IsEnded)
            {
                return null;
            }

            var piece = rest switch
            {
                [_, '!' or '?', ..] => AtSection(rest),
                [_, '/', ..] => AtEndTag(rest),
                _ => AtStartTag(rest),
            };
            if (piece is not null)
            {
                return piece;
            }
        }

        return null;
    }

    // Moves to the next < that could matter, behind the section that is open.
    private bool TryFindMarkup()
    {
        if (_section.IsOpen && !_section.TryClose(text, ref _at))
        {
            return false;
        }

        var window = text.Window;
        var found = tags.Next(window[_at..]);

        // The end of the window can be the beginning of a tag.
        _at = found < 0 ? Math.Max(_at, window.Length - tags.MarkupLength + 1) : _at + found;
        return found >= 0;
    }

    private Piece? AtSection(ReadOnlySpan<char> rest)
    {
        if (_isRaw || !_section.TryOpen(rest, text, ref _at))
        {
            _at += 2;
        }

        return null;
    }

    private Piece? AtStartTag(ReadOnlySpan<char> rest)
    {
        var found = tags.Start(rest);
        if (found is null || (found == PieceKind.Header && _start >= 0))
        {
            _at++;
            return null;
        }

        if (_start >= 0)
        {
            return Refused(OnixRefusalCode.NotClosed, $"The {NameOf(_kind)} has no end tag before the next record begins.", _at);
        }

        (_start, _startLine, _kind, _isRaw) = (_at, LineAt(_at), found.Value, false);
        if (TagFinder.LengthOfEmpty(rest) is { } length)
        {
            return Whole(_at + length);
        }

        _at++;
        return null;
    }

    private Piece? AtEndTag(ReadOnlySpan<char> rest)
    {
        if (tags.End(rest) is not { } found)
        {
            _at++;
            return null;
        }

        if (found.Kind == PieceKind.Root)
        {
            IsOver = true;
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

    // A comment or CDATA section that is not closed must not take the records behind it: the record is looked through again without it.
    private bool TryReadRaw()
    {
        if (_start < 0 || _isRaw || _isTooLong || !_section.IsOpen)
        {
            return false;
        }

        _section.Leave();
        (_isRaw, _at) = (true, _start + 1);
        return true;
    }

    private OnixException Ended()
    {
        IsOver = true;
        return _start >= 0
            ? new OnixException($"The file is broken: the {NameOf(_kind)} that begins here has no end. What is before it has been read.", _startLine)
            : new OnixException("The file is broken: it ends before its root element does. What is before the end has been read.", LineAt(text.Window.Length));
    }

    private long LineAt(int position) => text.Line + text.Window[..position].Count('\n');

    private static string NameOf(PieceKind kind) => kind == PieceKind.Header ? "header" : "record";
}
