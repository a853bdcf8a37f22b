using System.Text.RegularExpressions;
using System.Xml;

namespace Bookstore.Onix.Reading;

/// <summary>Reads a piece into a tree, with limits. No DTD, no entity but those of XML, nothing from outside.</summary>
internal sealed partial class RecordParser : IDisposable
{
    /// <summary>The most elements of a record.</summary>
    public const int MaxElements = 100_000;

    private const int MaxRootLength = 100;

    /// <summary>The longest sentence of the XML reader that is kept: it can have names of any length.</summary>
    private const int MaxSentenceLength = 300;

    /// <summary>Names that are not known fill the name table: after so many of them it is replaced.</summary>
    private const int MaxUnknownNames = 50_000;

    private readonly OnixReaderOptions _options;
    private readonly RecordTree _tree = new();
    private readonly PlainParser _plain;
    private readonly PieceReader _piece = new();
    private readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    private readonly XmlReaderSettings _settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private XmlReader? _reader;
    private long _linesRead;
    private int _unknownNames;
    private int _elements;

    public RecordParser(OnixReaderOptions options) => (_options, _plain) = (options, new PlainParser(_tree, options));

    /// <summary>The name of the root as it is written, with its prefix.</summary>
    public string RootName { get; private set; } = string.Empty;

    /// <summary>The record that was read last.</summary>
    public OnixNode Root => new(_tree, 0);

    /// <summary>Reads the start tag of the root.</summary>
    /// <exception cref="OnixException">It is not that of an ONIX for Books message.</exception>
    public OnixMessage ReadRoot(ReadOnlyMemory<char> tag, long line, out bool isEmpty)
    {
        isEmpty = tag.Span[^2] == '/';
        _piece.Begin(isEmpty ? tag : $"{tag.Span[..^1]}/>".AsMemory());
        try
        {
            using var reader = XmlReader.Create(_piece, _settings);
            reader.Read();
            if (!TagFinder.IsRoot(reader.LocalName))
            {
                throw new OnixException($"The file is no ONIX for Books message: its root element is <{Shown(reader.LocalName)}>, not <ONIXMessage>.", line);
            }

            if (reader.Name.Length > MaxRootLength)
            {
                throw new OnixException($"The file is no ONIX for Books message: the name of its root element is longer than {MaxRootLength} characters.", line);
            }

            RootName = reader.Name;
            var message = new OnixMessage
            {
                Release = reader.GetAttribute("release") ?? ReleaseOf(reader.NamespaceURI),
                HasShortTags = reader.LocalName == "ONIXmessage",
            };
            KeepNamespaces(reader);
            return message;
        }
        catch (XmlException fault)
        {
            throw new OnixException($"The file is no XML: {Sentence(fault)}", line + Math.Max(0, fault.LineNumber - 1), fault);
        }
    }

    /// <summary>Reads a header or a record into <see cref="Root"/>.</summary>
    /// <returns>Why it cannot be read; <see langword="null"/> when it was.</returns>
    public OnixRefusal? Read(ReadOnlyMemory<char> piece, long line)
    {
        if (_options.IsPlainRead && _plain.TryRead(piece.Span))
        {
            return null;
        }

        if (piece.Span.IndexOf(FeedText.InvalidBytes) is var at and >= 0)
        {
            return new OnixRefusal(
                OnixRefusalCode.WrongEncoding,
                "The record has bytes that are not of the encoding that the file declares. If the file is of another encoding, such as Windows-1252, name it with OnixReaderOptions.Encoding.",
                line + piece.Span[..at].Count('\n'));
        }

        _tree.Clear();
        _piece.Begin(piece);
        var lineBefore = line;
        try
        {
            var reader = Reader();
            lineBefore -= _linesRead;
            var refusal = Parse(reader, lineBefore);
            _linesRead += LinesIn(piece.Span);
            Forget(refusal is not null || _unknownNames > MaxUnknownNames);
            return refusal;
        }
        catch (XmlException fault)
        {
            Forget(true);
            return new OnixRefusal(OnixRefusalCode.Malformed, $"The record is not well-formed XML: {Sentence(fault)}", Math.Max(line, lineBefore + fault.LineNumber - 1));
        }
    }

    public void Dispose()
    {
        Forget(true);
        _piece.Dispose();
    }

    private OnixRefusal? Parse(XmlReader reader, long line)
    {
        var current = -1;
        _elements = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (Add(reader, line, ref current) is { } refusal)
                    {
                        return refusal;
                    }

                    break;
                case XmlNodeType.EndElement:
                    current = _tree[current].Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when current >= 0:
                    _tree[current].Text = reader.Value.Trim();
                    break;
                default:
                    continue;
            }

            if (current < 0)
            {
                break;
            }
        }

        return null;
    }

    // Adds an element with its text, passes over it, or makes it the current one.
    private OnixRefusal? Add(XmlReader reader, long line, ref int current)
    {
        if (IsTooMuch(reader))
        {
            return TooDeep(reader, line);
        }

        var tag = TagNames.Find(reader.LocalName);
        if (tag == Tag.None && current >= 0)
        {
            _unknownNames++;
            return reader.IsEmptyElement ? null : Skip(reader, line);
        }

        var isRoot = current < 0;
        var added = _tree.Add(current, tag);
        _tree[added].Attribute = reader.HasAttributes && TagNames.AttributeOf(tag) is { } name ? reader.GetAttribute(name) : null;
        if (isRoot || !TagNames.IsLeaf(tag))
        {
            current = reader.IsEmptyElement ? current : added;
            return null;
        }

        if (!ElementText.TryRead(reader, _options.MaxTextLength, _options.MaxDepth, out _tree[added].Text, out var inner))
        {
            return Refused(OnixRefusalCode.TextTooLong, $"The text of {tag} is longer than {_options.MaxTextLength} characters, or nested too deep.", reader, line);
        }

        _unknownNames += inner;
        return null;
    }

    // Passes over an element that is not read, with the same limits.
    private OnixRefusal? Skip(XmlReader reader, long line)
    {
        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                _unknownNames++;
                if (IsTooMuch(reader))
                {
                    return TooDeep(reader, line);
                }
            }
        }

        return null;
    }

    private bool IsTooMuch(XmlReader reader)
    {
        _unknownNames += reader.AttributeCount;
        return reader.Depth >= _options.MaxDepth || ++_elements > MaxElements;
    }

    private OnixRefusal TooDeep(XmlReader reader, long line) =>
        Refused(OnixRefusalCode.TooDeep, $"The record has elements nested more than {_options.MaxDepth} deep, or more than {MaxElements} of them.", reader, line);

    // One XML reader reads one record after the other, as the elements of one fragment. It never reads beyond the end tag of a record.
    private XmlReader Reader()
    {
        if (_reader is null)
        {
            var names = new NameTable();
            (_unknownNames, _linesRead) = (0, 0);
            var namespaces = new XmlNamespaceManager(names);
            foreach (var (prefix, name) in _namespaces)
            {
                namespaces.AddNamespace(prefix, name);
            }

            _settings.NameTable = names;
            _reader = XmlReader.Create(_piece, _settings, new XmlParserContext(names, namespaces, null, XmlSpace.None));
        }

        return _reader;
    }

    // As the XML reader counts them: a carriage return alone is the end of a line too.
    private static int LinesIn(ReadOnlySpan<char> text)
    {
        var lines = text.Count('\n');
        while (text.IndexOf('\r') is var at and >= 0)
        {
            text = text[(at + 1)..];
            lines += text is ['\n', ..] ? 0 : 1;
        }

        return lines;
    }

    // After a fault the XML reader is of no more use.
    private void Forget(bool isNeeded)
    {
        if (isNeeded)
        {
            _reader?.Dispose();
            _reader = null;
        }
    }

    private void KeepNamespaces(XmlReader reader)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" && reader.LocalName is not ("xml" or "xmlns"))
            {
                _namespaces[reader.LocalName] = reader.Value;
            }
        }
    }

    private static OnixRefusal Refused(OnixRefusalCode code, string reason, XmlReader reader, long line) =>
        new(code, reason, line + Math.Max(0, ((IXmlLineInfo)reader).LineNumber - 1));

    // Such as http://ns.editeur.org/onix/3.0/reference.
    private static string? ReleaseOf(string ns) => ns.Split('/').FirstOrDefault(static part => part is ['2' or '3', '.', >= '0' and <= '9']);

    // The XML reader counts lines within the record.
    private static string Sentence(XmlException fault)
    {
        var end = fault.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        var sentence = end < 0 ? fault.Message : fault.Message[..end];
        return sentence.Length > MaxSentenceLength ? sentence[..MaxSentenceLength] + "…" : OwnPlace().Replace(sentence, string.Empty);
    }

    [GeneratedRegex(@" on line \d+ position \d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OwnPlace();

    private static string Shown(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
