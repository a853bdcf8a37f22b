using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>The rules of one member of a body, from its type and the attributes of its property.</summary>
internal sealed class BodyMember
{
    // A character takes at most two escapes of six bytes.
    private const int MaxBytesOfCharacter = 12;

    private const int MaxEventTypeLength = 50;

    private readonly ICustomAttributeProvider? _attributes;
    private readonly TextMeaning? _meaning;

    private bool _isFreeText;
    private int _minLength;
    private int _maxLength;

    public BodyMember(JsonPropertyInfo property)
    {
        _attributes = property.AttributeProvider;
        Name = property.Name;
        Utf8Name = Encoding.UTF8.GetBytes(property.Name);
        IsRequired = property.IsRequired;
        Kind = KindOf(property);
        var meaning = Find<DataTypeAttribute>();
        AllowsLines = meaning?.DataType == DataType.MultilineText;
        IsAmount = meaning?.DataType == DataType.Currency;
        IsCurrency = meaning is { DataType: DataType.Custom, CustomDataType: "currency" };
        IsIsbn = meaning is { DataType: DataType.Custom, CustomDataType: "isbn" };
        _meaning = Kind == BodyMemberKind.Date ? TextMeaning.Date : TextMeaning.Of(meaning);
        var type = property.Options.GetTypeInfo(property.PropertyType);
        switch (Kind)
        {
            case BodyMemberKind.Text:
                SetLengths(property);
                break;
            case BodyMemberKind.TextOrObject:
                SetLengths(property);
                Contract = BodyContract.Of(property.Options.GetTypeInfo(typeof(PostalAddressResource)));
                break;
            case BodyMemberKind.Integer:
            case BodyMemberKind.Number:
                SetRange(property);
                break;
            case BodyMemberKind.Object:
                Contract = BodyContract.Of(type);
                break;
            case BodyMemberKind.Map:
                Maximum = Find<MaxLengthAttribute>()?.Length ?? throw Unlimited(property, nameof(MaxLengthAttribute));
                Key = new BodyMember(property.Name, 1, Order.MaxMetadataKeyLength);
                Entry = new BodyMember(property.Name, 0, Find<StringLengthAttribute>()?.MaximumLength ?? throw Unlimited(property, nameof(StringLengthAttribute)));
                Minimum = 0;
                break;
            case BodyMemberKind.Array:
                Minimum = Find<MinLengthAttribute>()?.Length ?? 0;
                Maximum = Find<MaxLengthAttribute>()?.Length ?? throw Unlimited(property, nameof(MaxLengthAttribute));
                if (type.ElementType == typeof(string))
                {
                    Entry = new BodyMember(property.Name, 1, Find<StringLengthAttribute>()?.MaximumLength ?? MaxEventTypeLength);
                }
                else
                {
                    Contract = BodyContract.Of(property.Options.GetTypeInfo(type.ElementType!));
                }

                break;
        }
    }

    // An entry of an array of texts, by its attribute or a type of events; a key or a value of an order's metadata.
    private BodyMember(string name, int minLength, int maxLength)
    {
        (Name, Utf8Name, Kind, _isFreeText) = (name, [], BodyMemberKind.Text, true);
        (_minLength, _maxLength, Minimum, Maximum) = (minLength, maxLength, minLength, maxLength);
        MaxTextBytes = Math.Max(MaxTextBytes, (long)maxLength * MaxBytesOfCharacter);
    }

    public string Name { get; }

    public byte[] Utf8Name { get; }

    /// <summary>Whether it must be there; one that need not be may also be null.</summary>
    public bool IsRequired { get; }

    public BodyMemberKind Kind { get; }

    /// <summary>The least length, number of items or value.</summary>
    public decimal Minimum { get; private set; } = decimal.MinValue;

    /// <summary>The greatest length, number of items or value.</summary>
    public decimal Maximum { get; private set; } = decimal.MaxValue;

    /// <summary>The only texts that are allowed; empty when any are.</summary>
    public IReadOnlyList<string> AllowedTexts { get; private set; } = [];

    /// <summary>A number within the range that is not allowed.</summary>
    public decimal? DeniedNumber { get; private set; }

    /// <summary>Whether a text may have tabs and line ends.</summary>
    public bool AllowsLines { get; }

    /// <summary>Whether a number is an amount of money, in the currency that another member names.</summary>
    public bool IsAmount { get; }

    /// <summary>Whether a text is the code of a currency.</summary>
    public bool IsCurrency { get; }

    /// <summary>Whether a text is an ISBN.</summary>
    public bool IsIsbn { get; }

    /// <summary>The rules of the object, or of the objects in the array.</summary>
    public BodyContract? Contract { get; }

    /// <summary>The rules of the texts in the array or map; <see langword="null"/> where it has objects.</summary>
    public BodyMember? Entry { get; }

    /// <summary>The rules of the names in the map.</summary>
    public BodyMember? Key { get; }

    /// <summary>How many bytes of JSON a text that is not too long may take.</summary>
    public long MaxTextBytes { get; private set; } = 1_024;

    /// <summary>Whether a text is plainly allowed: printable ASCII of an allowed length, where no choice, code or ISBN is expected. Most texts are. Of another, <see cref="ProblemOf(ReadOnlySpan{char})"/> decides.</summary>
    /// <param name="utf8">The bytes of the text, without escapes.</param>
    public bool PlainlyAllows(ReadOnlySpan<byte> utf8) =>
        _isFreeText && !utf8.IsEmpty && utf8.Length >= _minLength && utf8.Length <= _maxLength && utf8[0] != (byte)' ' && !utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    /// <summary>What is wrong with a text; <see langword="null"/> when nothing is.</summary>
    public string? ProblemOf(ReadOnlySpan<char> text) => _meaning is not null ? ProblemOfMeaning(_meaning, text)
        : AllowedTexts.Count > 0 ? ProblemOfChoice(text)
        : ProblemOfText(text);

    /// <summary>What is wrong with a value that is no text.</summary>
    public string NoText => Expectation ?? "must be a string";

    /// <summary>What is wrong with a text that is too long to be looked at.</summary>
    public string TooLong => Expectation
        ?? string.Create(CultureInfo.InvariantCulture, $"must have at most {Maximum:N0} characters");

    /// <summary>What is wrong with a number; <see langword="null"/> when nothing is.</summary>
    public string? ProblemOf(decimal number)
    {
        var kind = Kind == BodyMemberKind.Integer ? "whole number" : "number";
        return number < Minimum || number > Maximum ? string.Create(CultureInfo.InvariantCulture, $"must be a {kind} from {Minimum:N0} to {Maximum:N0}")
            : number == DeniedNumber ? string.Create(CultureInfo.InvariantCulture, $"must be a {kind} other than {DeniedNumber:N0}")
            : null;
    }

    // Of a text that is one of few, or has a form of its own.
    private string? Expectation => _meaning?.Hint ?? (AllowedTexts.Count > 0 ? Texts.OneOf(AllowedTexts) : null);

    private string? ProblemOfMeaning(TextMeaning meaning, ReadOnlySpan<char> text) =>
        TextLength.Of(text) <= Maximum && Texts.IsStorable(text, AllowsLines) && meaning.IsMet(text) ? null : meaning.Hint;

    private string? ProblemOfChoice(ReadOnlySpan<char> text)
    {
        foreach (var allowed in AllowedTexts)
        {
            if (text.SequenceEqual(allowed))
            {
                return null;
            }
        }

        return Texts.OneOf(AllowedTexts);
    }

    private string? ProblemOfText(ReadOnlySpan<char> text)
    {
        var length = TextLength.Of(text);
        return length > Maximum ? TooLong
            : Minimum > 0 && !VisibleText.IsIn(text) ? "must not be empty"
            : length < Minimum ? string.Create(CultureInfo.InvariantCulture, $"must have at least {Minimum:N0} characters")
            : Texts.IsStorable(text, AllowsLines) ? null
            : AllowsLines ? Texts.LinesHint : Texts.Hint;
    }

    private void SetLengths(JsonPropertyInfo property)
    {
        AllowedTexts = Find<AllowedValuesAttribute>() is { } allowed ? [.. allowed.Values.OfType<string>()] : [];
        if (AllowedTexts.Count > 0)
        {
            return;
        }

        var length = Find<StringLengthAttribute>() ?? throw Unlimited(property, nameof(StringLengthAttribute));
        (_minLength, _maxLength) = (length.MinimumLength, length.MaximumLength);
        (Minimum, Maximum) = (_minLength, _maxLength);
        MaxTextBytes = (long)length.MaximumLength * MaxBytesOfCharacter;
        _isFreeText = _meaning is null;
    }

    private void SetRange(JsonPropertyInfo property)
    {
        if (Find<RangeAttribute>() is { } range)
        {
            Minimum = Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture);
            Maximum = Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture);
        }
        else if (Kind == BodyMemberKind.Integer)
        {
            throw Unlimited(property, nameof(RangeAttribute));
        }

        DeniedNumber = Find<DeniedValuesAttribute>()?.Values.OfType<int>().Select(value => (decimal?)value).FirstOrDefault();
    }

    private T? Find<T>()
        where T : Attribute => _attributes?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    private static BodyMemberKind KindOf(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(string) ? BodyMemberKind.Text
            : type == typeof(int) ? BodyMemberKind.Integer
            : type == typeof(decimal) ? BodyMemberKind.Number
            : type == typeof(DateOnly) ? BodyMemberKind.Date
            : type == typeof(bool) ? BodyMemberKind.Flag
            : type == typeof(DeliveryAddress) ? BodyMemberKind.TextOrObject
            : property.Options.GetTypeInfo(type).Kind switch
            {
                JsonTypeInfoKind.Object => BodyMemberKind.Object,
                JsonTypeInfoKind.Enumerable => BodyMemberKind.Array,
                JsonTypeInfoKind.Dictionary when property.Options.GetTypeInfo(type).ElementType == typeof(string) => BodyMemberKind.Map,
                _ => throw new NotSupportedException($"{property.DeclaringType}: the member {property.Name} has a type that bodies cannot have, {type}."),
            };
    }

    private static NotSupportedException Unlimited(JsonPropertyInfo property, string attribute) =>
        new($"{property.DeclaringType}: the member {property.Name} has no limit. Give its property the attribute {attribute}.");
}

/// <summary>The kinds of JSON values that a member of a body can have.</summary>
internal enum BodyMemberKind
{
    Text,
    Integer,
    Number,
    Date,
    Flag,
    Object,

    /// <summary>A text, or an object in its place.</summary>
    TextOrObject,
    Array,
    Map,
}
