using System.Reflection;
using System.Text.Json;

namespace Bookstore.Contracts;

/// <summary>Makes values of wire types that follow from a seed, with every member set at random. A member of a type it does not know is named.</summary>
internal sealed class RandomValues(int seed)
{
    private static readonly string[] Pieces = ["a", "Ω", "𝄞", "\"", "\\", "\n", "\u0000", "<", "&", "\u2028", " ", "null", "é", "0", "{"];

    private readonly Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();

    public object Make(Type type) => Make(type, type.Name);

    private object Make(Type type, string place)
    {
        if (type == typeof(string))
        {
            return string.Concat(Enumerable.Range(0, _random.Next(8)).Select(_ => Pieces[_random.Next(Pieces.Length)]));
        }

        if (type == typeof(int))
        {
            return _random.Next(int.MinValue, int.MaxValue);
        }

        if (type == typeof(long))
        {
            return _random.NextInt64(long.MinValue, long.MaxValue);
        }

        if (type == typeof(decimal))
        {
            return new decimal(_random.Next(), _random.Next(), _random.Next(), _random.Next(2) == 0, (byte)_random.Next(29));
        }

        if (type == typeof(DateTimeOffset))
        {
            // The wire has milliseconds, and UTC.
            return DateTimeOffset.FromUnixTimeMilliseconds(_random.NextInt64(-62_135_596_800_000, 253_402_300_799_999));
        }

        if (type == typeof(DateOnly))
        {
            return DateOnly.FromDayNumber(_random.Next(DateOnly.MaxValue.DayNumber));
        }

        if (type == typeof(bool))
        {
            return _random.Next(2) == 0;
        }

        if (type == typeof(DeliveryAddress))
        {
            return _random.Next(2) == 0 ? new DeliveryAddress((string)Make(typeof(string), place)) : new DeliveryAddress((PostalAddressResource)Make(typeof(PostalAddressResource), place));
        }

        if (type == typeof(JsonElement))
        {
            return JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["text"] = Make(typeof(string), place), ["number"] = _random.Next() });
        }

        return type.IsGenericType ? MakeGeneric(type, place) : MakeRecord(type, place);
    }

    private object MakeGeneric(Type type, string place)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Make(underlying, place);
        }

        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(type.GetGenericArguments()[0], _random.Next(4));
            for (var i = 0; i < list.Length; i++)
            {
                list.SetValue(Make(type.GetGenericArguments()[0], place), i);
            }

            return list;
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return Enumerable.Range(0, _random.Next(4)).ToDictionary(i => $"{i}{Make(typeof(string), place)}", _ => (string)Make(typeof(string), place));
        }

        return type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)
            ? Enumerable.Range(0, _random.Next(4)).ToDictionary(i => $"/{i}{Make(typeof(string), place)}", _ => (IReadOnlyList<string>)Make(typeof(IReadOnlyList<string>), place))
            : throw new NotSupportedException($"{place} is a {type}: teach {nameof(RandomValues)} to make one.");
    }

    private object MakeRecord(Type type, string place)
    {
        if (type.Assembly != typeof(BookResource).Assembly)
        {
            throw new NotSupportedException($"{place} is a {type}: teach {nameof(RandomValues)} to make one.");
        }

        var value = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var mayBeNull = _nullability.Create(property).WriteState == NullabilityState.Nullable;
            property.SetValue(value, mayBeNull && _random.Next(3) == 0 ? null : Make(property.PropertyType, $"{type.Name}.{property.Name}"));
        }

        return value;
    }
}
