namespace Bookstore.Onix.Reading;

/// <summary>An open file: splits it into records and reads them.</summary>
internal sealed class Feed : IDisposable
{
    private readonly FeedContent _content;
    private readonly FeedText _text;
    private readonly RecordParser _parser;
    private readonly int _maxLength;
    private RecordSplitter? _splitter;
    private OnixMessage _message = new();
    private Piece _piece;
    private long _number;

    private Feed(FeedContent content, FeedText text, OnixReaderOptions options)
    {
        (_content, _text, _maxLength) = (content, text, options.MaxRecordLength);
        _parser = new RecordParser(options);
    }

    /// <summary>The message so far: complete with the first record.</summary>
    public OnixMessage Message => _message;

    /// <summary>The text of the record that was read or skipped last; zero for one whose text is not kept.</summary>
    public long Content => _piece.Refusal?.Code == OnixRefusalCode.TooLong ? 0 : TextHash.Of(_piece.Text.Span);

    /// <summary>How many bytes of the unpacked file have been read.</summary>
    public long Bytes => _text.ByteCount;

    public static async ValueTask<Feed> OpenAsync(Stream stream, OnixReaderOptions options, CancellationToken cancellationToken)
    {
        var content = await FeedContent.OpenAsync(stream, options, cancellationToken).ConfigureAwait(false);
        return new Feed(content, new FeedText(content, options.MaxBytes), options);
    }

    /// <summary>Returns the next record, or <see langword="null"/> at the end.</summary>
    public async ValueTask<OnixRecord?> NextAsync(CancellationToken cancellationToken)
    {
        while (await NextPieceAsync(cancellationToken).ConfigureAwait(false) is { } piece)
        {
            _piece = piece;
            if (Read(piece) is { } record)
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Passes over the next record without reading it.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> SkipAsync(CancellationToken cancellationToken)
    {
        while (await NextPieceAsync(cancellationToken).ConfigureAwait(false) is { } piece)
        {
            if (piece.Kind == PieceKind.Header)
            {
                Read(piece);
            }
            else
            {
                _piece = piece;
                _number++;
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _parser.Dispose();
        _text.Dispose();
        _content.Dispose();
    }

    private async ValueTask<Piece?> NextPieceAsync(CancellationToken cancellationToken)
    {
        if (_splitter is null)
        {
            var length = await Prolog.FindRootAsync(_text, cancellationToken).ConfigureAwait(false);
            _message = _parser.ReadRoot(_text.Slice(length), _text.Line, out var isEmpty);
            _text.Advance(length);
            _splitter = new RecordSplitter(_text, new TagFinder(_parser.RootName), _maxLength) { IsOver = isEmpty };
        }

        return await _splitter.NextAsync(cancellationToken).ConfigureAwait(false);
    }

    private OnixRecord? Read(Piece piece)
    {
        var refusal = piece.Refusal ?? _parser.Read(piece.Text, piece.Line);
        if (refusal is null && piece.Kind == PieceKind.Header)
        {
            _message = HeaderMapping.Map(_parser.Root, _message);
            return null;
        }

        var number = piece.Kind == PieceKind.Header ? 0 : ++_number;
        var product = refusal is null ? ProductMapping.Map(_parser.Root, _message) : null;
        if (product is { RecordReference: null, Identifiers.Count: 0 })
        {
            refusal = new OnixRefusal(OnixRefusalCode.NoIdentity, "The record has neither a reference nor an identifier of a product.", piece.Line);
        }

        return new OnixRecord
        {
            Number = number,
            Line = piece.Line,
            Message = _message,
            RecordReference = product?.RecordReference ?? piece.Reference ?? LostReference.Find(piece.Text.Span),
            Product = refusal is null ? product : null,
            Refusal = refusal,
        };
    }
}
