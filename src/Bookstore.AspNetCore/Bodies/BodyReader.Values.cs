using System.Buffers;
using System.Text.Json;

namespace Bookstore.AspNetCore;

/// <content>Checks single values: flags, numbers, texts and the names of a map.</content>
internal ref partial struct BodyReader
{
    private const int MaxCharsOnStack = 128;

    private void ReadFlag()
    {
        if (_json.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            RefuseType("must be true or false");
        }
    }

    private void ReadNumber(BodyMember member)
    {
        if (_json.TokenType != JsonTokenType.Number)
        {
            RefuseType("must be a number");
            return;
        }

        var isWhole = BodyJson.TryGetWhole(ref _json, out var whole);
        var number = (decimal)whole;
        var problem = member.Kind == BodyMemberKind.Integer ? (isWhole ? null : member.ProblemOf(decimal.MinValue))
            : !_json.TryGetDecimal(out number) ? "is too large"
            : ExactNumber.IsExact(_json.ValueSpan) ? null
            : "has too many digits";
        problem ??= member.ProblemOf(number);
        if (problem is not null)
        {
            Refuse(problem);
        }
        else if (member.IsAmount)
        {
            _terms.SetAmount(member.Name, number);
        }
    }

    private void ReadText(BodyMember member)
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            RefuseType(member.NoText);
            return;
        }

        var length = _json.ValueSpan.Length;
        var problem = !_json.ValueIsEscaped && member.PlainlyAllows(_json.ValueSpan) ? null
            : length > member.MaxTextBytes ? member.TooLong
            : length <= MaxCharsOnStack ? ProblemOfShortText(member)
            : ProblemOfLongText(member);
        if (member.IsIsbn && problem is null && !_address.Names(_json.GetString()))
        {
            problem = "must name the same book as the address";
        }

        if (member.IsCurrency)
        {
            _terms.SetCurrency(problem is null ? _json.GetString() : null);
        }

        if (problem is not null)
        {
            Refuse(problem);
        }
    }

    private readonly string? ProblemOfShortText(BodyMember member)
    {
        Span<char> buffer = stackalloc char[MaxCharsOnStack];
        return ProblemOf(member, buffer);
    }

    private readonly string? ProblemOfLongText(BodyMember member)
    {
        var buffer = ArrayPool<char>.Shared.Rent(_json.ValueSpan.Length);
        try
        {
            return ProblemOf(member, buffer);
        }
        finally
        {
            // It may be a card number or an address.
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
        }
    }

    private readonly string? ProblemOf(BodyMember member, Span<char> buffer)
    {
        try
        {
            return member.ProblemOf(buffer[.._json.CopyString(buffer)]);
        }
        catch (InvalidOperationException)
        {
            return "must be valid Unicode";
        }
    }

    private readonly string? ProblemOfName(BodyMember key, out string name)
    {
        name = string.Empty;
        if (_json.ValueSpan.Length > key.MaxTextBytes)
        {
            return $"has a name that {key.TooLong}";
        }

        try
        {
            name = _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "has a name that must be valid Unicode";
        }

        return key.ProblemOf(name) is { } problem ? $"has a name that {problem}" : null;
    }
}
