using System.Globalization;
using System.Text.Json;

namespace Bookstore.AspNetCore;

/// <summary>Reads a JSON body member by member: nothing is guessed, and every error is reported with its JSON pointer.</summary>
/// <remarks>Malformed JSON surfaces as <see cref="JsonException"/>; wrong members are collected in <see cref="Errors"/>, and reading continues.</remarks>
internal ref struct BodyReader
{
    private const int MaxDepth = 32;
    private const int NoIndex = -1;

    private Utf8JsonReader _json;
    private string _object = string.Empty;
    private string _member = string.Empty;
    private int _index = NoIndex;
    private HashSet<string>? _unknown;
    private HashSet<string>? _unknownInside;

    public BodyReader(ReadOnlySpan<byte> utf8)
    {
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        _json.Read();
    }

    public FieldErrors Errors { get; } = new();

    /// <summary>Where the reader is, as a JSON pointer (RFC 6901).</summary>
    private readonly string Pointer => _index == NoIndex
        ? _object + _member
        : string.Create(CultureInfo.InvariantCulture, $"{_object}/{_index}{_member}");

    /// <summary>Whether the current value is an object; if so, its members are next.</summary>
    public bool BeginObject() => _json.TokenType == JsonTokenType.StartObject || RefuseType("must be an object");

    /// <summary>Goes to the value of the next member that is known, passing over those that are not.</summary>
    /// <param name="names">The members that are known.</param>
    /// <param name="seen">A bit for each known member that was there.</param>
    /// <param name="member">Which one it is.</param>
    /// <returns><see langword="false"/> at the end of the object.</returns>
    public bool NextMember(MemberNames names, ref int seen, out int member)
    {
        member = NoIndex;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            member = IndexOf(names);
            if (member == NoIndex)
            {
                PassUnknownMember();
                continue;
            }

            _member = "/" + names.Names[member];
            var first = (seen & (1 << member)) == 0;
            seen |= 1 << member;
            _json.Read();
            if (first)
            {
                return true;
            }

            Errors.Add(Pointer, "is given more than once");
            _json.Skip();
        }

        _member = string.Empty;
        return false;
    }

    /// <summary>Tells of each required member that was not there.</summary>
    public readonly void Require(MemberNames names, int seen, params ReadOnlySpan<int> required)
    {
        foreach (var member in required)
        {
            if ((seen & (1 << member)) == 0)
            {
                Errors.Add($"{Pointer}/{names.Names[member]}", "is required");
            }
        }
    }

    /// <summary>Makes the current member the object whose members are read next; undone by <see cref="Leave"/>.</summary>
    public void Enter()
    {
        _object = _member;
        _member = string.Empty;
        _unknownInside = null;
    }

    /// <summary>Goes back to the body's own members.</summary>
    public void Leave()
    {
        _object = string.Empty;
        _member = string.Empty;
        _index = NoIndex;
    }

    /// <summary>Whether the current value is an array; if so, its elements are next.</summary>
    public bool BeginArray()
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            return RefuseType("must be an array");
        }

        Enter();
        return true;
    }

    /// <summary>Goes to the next element of an array.</summary>
    public bool NextElement()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndArray)
        {
            Leave();
            return false;
        }

        _index++;
        _member = string.Empty;
        _unknownInside = null;
        return true;
    }

    /// <summary>Passes over the current value.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Reads to the end of the body, after which there must be nothing.</summary>
    public void End() => _json.Read();

    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    /// <summary>Reads a text of one line; <see langword="null"/> when it is wrong.</summary>
    public string? Text(int minLength, int maxLength) => Text(minLength, maxLength, allowLines: false);

    /// <summary>Reads a text that may have several lines; <see langword="null"/> when it is wrong.</summary>
    public string? Lines(int minLength, int maxLength) => Text(minLength, maxLength, allowLines: true);

    /// <summary>Reads a text that may also be null, which is the same as not there.</summary>
    public string? OptionalText(int minLength, int maxLength) => IsNull ? null : Text(minLength, maxLength);

    /// <summary>Reads an ISBN; <see langword="false"/> when the text is none. A value that is not a string is reported as an error.</summary>
    public bool TryIsbn(out Isbn isbn)
    {
        isbn = default;
        if (_json.TokenType != JsonTokenType.String)
        {
            RefuseType("must be a string");
            return false;
        }

        if (_json.ValueSpan.Length > Isbn.MaxTextLength * 6)
        {
            return false;
        }

        Span<char> text = stackalloc char[Isbn.MaxTextLength * 6];
        try
        {
            return Isbn.TryParse(text[.._json.CopyString(text)], out isbn);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads a whole number within bounds; zero when it is wrong.</summary>
    public int Integer(int min, int max)
    {
        if (_json.TokenType != JsonTokenType.Number)
        {
            RefuseType("must be a number");
            return 0;
        }

        if (_json.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min:N0} to {max:N0}"));
        return 0;
    }

    /// <summary>Reads a number; <see langword="null"/> when it is wrong.</summary>
    public decimal? Number()
    {
        if (_json.TokenType != JsonTokenType.Number)
        {
            RefuseType("must be a number");
            return null;
        }

        if (!_json.TryGetDecimal(out var number))
        {
            Refuse("is too large");
            return null;
        }

        if (ExactNumber.IsExact(_json.ValueSpan))
        {
            return number;
        }

        Refuse("has too many digits");
        return null;
    }

    /// <summary>Tells what is wrong with the current value.</summary>
    public readonly void Refuse(string message) => Errors.Add(Pointer, message);

    private string? Text(int minLength, int maxLength, bool allowLines)
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            RefuseType("must be a string");
            return null;
        }

        if (!TryGetString(out var text))
        {
            Refuse("must be valid Unicode");
            return null;
        }

        var problem = text switch
        {
            _ when text.Length > maxLength => string.Create(CultureInfo.InvariantCulture, $"must have at most {maxLength:N0} characters"),
            _ when minLength > 0 && !VisibleText.IsIn(text) => "must not be empty",
            _ when !Texts.IsStorable(text, allowLines) => allowLines ? Texts.LinesHint : Texts.Hint,
            _ => null,
        };
        if (problem is null)
        {
            return text;
        }

        Refuse(problem);
        return null;
    }

    private bool RefuseType(string message)
    {
        Refuse(message);
        _json.Skip();
        return false;
    }

    private readonly bool TryGetString(out string text)
    {
        try
        {
            text = _json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: no text.
            text = string.Empty;
            return false;
        }
    }

    private readonly int IndexOf(MemberNames names)
    {
        try
        {
            for (var index = 0; index < names.Count; index++)
            {
                if (_json.ValueTextEquals(names.Utf8(index)))
                {
                    return index;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: no name that is known.
        }

        return NoIndex;
    }

    private void PassUnknownMember()
    {
        _member = string.Empty;
        if (_object.Length == 0)
        {
            UnknownMember.Pass(ref _json, ref _unknown, Pointer, Errors);
        }
        else
        {
            UnknownMember.Pass(ref _json, ref _unknownInside, Pointer, Errors);
        }
    }
}
