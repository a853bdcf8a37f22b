using System.Globalization;
using System.Text.Json;

namespace Bookstore.AspNetCore;

/// <summary>Checks a JSON body against its contract: nothing is guessed, and every error is reported with its JSON pointer, at once.</summary>
/// <remarks>Malformed JSON surfaces as <see cref="JsonException"/>; wrong members are collected, and reading continues. Unknown members are passed over.</remarks>
internal ref partial struct BodyReader
{
    public const int MaxDepth = 32;

    private readonly BodyAddress _address;
    private Utf8JsonReader _json;
    private BodyPath _path;
    private BookTerms _terms;

    private BodyReader(ReadOnlySpan<byte> utf8, BodyAddress address, FieldErrors errors)
    {
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        _address = address;
        Errors = errors;
    }

    private FieldErrors Errors { get; }

    /// <summary>Checks a body from its first byte to its last.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="contract">What it may have.</param>
    /// <param name="address">What the request's address and the server's settings say of it.</param>
    /// <param name="errors">Where what is wrong is added.</param>
    /// <exception cref="JsonException">It is not one JSON value, or nested too deeply.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, BodyContract contract, BodyAddress address, FieldErrors errors)
    {
        var reader = new BodyReader(utf8, address, errors);
        reader._json.Read();
        reader.ReadObject(contract);
        reader._json.Read();
    }

    private void ReadObject(BodyContract contract)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            RefuseType("must be an object");
            return;
        }

        // An amount is in the currency of its own object.
        var outer = _terms;
        _terms = default;
        var seen = 0UL;
        HashSet<string>? unknown = null;
        string? pointer = null;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var index = contract.IndexOf(ref _json);
            if (index < 0)
            {
                UnknownMember.Pass(ref _json, ref unknown, pointer ??= _path.Pointer, Errors);
                continue;
            }

            _json.Read();
            _path.Enter(contract.Members[index].Name);
            ReadOnce(contract.Members[index], isFirst: (seen & (1UL << index)) == 0);
            _path.Leave();
            seen |= 1UL << index;
        }

        Require(contract, seen);
        if (_terms.ProblemOfAmount(_address.DefaultCurrency) is { } problem)
        {
            Errors.Add($"{_path.Pointer}/{_terms.AmountName}", problem);
        }

        _terms = outer;
    }

    private readonly void Require(BodyContract contract, ulong seen)
    {
        for (var index = 0; index < contract.Members.Length; index++)
        {
            if (contract.Members[index].IsRequired && (seen & (1UL << index)) == 0)
            {
                Errors.Add($"{_path.Pointer}/{contract.Members[index].Name}", "is required");
            }
        }
    }

    private void ReadOnce(BodyMember member, bool isFirst)
    {
        if (!isFirst)
        {
            Refuse("is given more than once");
            _json.Skip();
        }
        else if (member.IsRequired || _json.TokenType != JsonTokenType.Null)
        {
            ReadValue(member);
        }
    }

    private void ReadValue(BodyMember member)
    {
        switch (member.Kind)
        {
            case BodyMemberKind.Object:
                ReadObject(member.Contract!);
                break;
            case BodyMemberKind.TextOrObject:
                ReadTextOrObject(member);
                break;
            case BodyMemberKind.Array:
                ReadArray(member);
                break;
            case BodyMemberKind.Map:
                ReadMap(member);
                break;
            case BodyMemberKind.Flag:
                ReadFlag();
                break;
            case BodyMemberKind.Integer or BodyMemberKind.Number:
                ReadNumber(member);
                break;
            default:
                ReadText(member);
                break;
        }
    }

    private void ReadTextOrObject(BodyMember member)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                ReadText(member);
                break;
            case JsonTokenType.StartObject:
                ReadObject(member.Contract!);
                break;
            default:
                RefuseType("must be a string or an object");
                break;
        }
    }

    private void ReadArray(BodyMember member)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            RefuseType("must be an array");
            return;
        }

        var count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (++count > member.Maximum)
            {
                _json.Skip();
                continue;
            }

            _path.Enter(count - 1);
            ReadItem(member);
            _path.Leave();
        }

        if (count < member.Minimum || count > member.Maximum)
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"must have {member.Minimum:N0} to {member.Maximum:N0} items"));
        }
    }

    // Each name once, as in an object; the names are the client's own.
    private void ReadMap(BodyMember member)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            RefuseType("must be an object");
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (++count > member.Maximum)
            {
                _json.Skip();
                continue;
            }

            var problem = ProblemOfName(member.Key!, out var name);
            _json.Read();
            _path.Enter(MemberName.Shown(name));
            problem ??= names.Add(name) ? null : "is given more than once";
            if (problem is null)
            {
                ReadText(member.Entry!);
            }
            else
            {
                RefuseType(problem);
            }

            _path.Leave();
        }

        if (count > member.Maximum)
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"must have at most {member.Maximum:N0} members"));
        }
    }

    private void ReadItem(BodyMember array)
    {
        if (array.Entry is { } text)
        {
            ReadText(text);
        }
        else
        {
            ReadObject(array.Contract!);
        }
    }

    private void RefuseType(string message)
    {
        Refuse(message);
        _json.Skip();
    }

    private readonly void Refuse(string message) => Errors.Add(_path.Pointer, message);
}
