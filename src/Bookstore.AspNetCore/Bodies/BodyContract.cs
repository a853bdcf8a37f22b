using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>What a JSON object of a body may have: the members of its contract type, and the rules that their attributes give.</summary>
internal sealed class BodyContract
{
    private const int MaxMembers = 64;

    private BodyContract(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Properties.Count > MaxMembers)
        {
            throw new NotSupportedException($"{type.Type} cannot be read from a body: it must be an object with at most {MaxMembers} members.");
        }

        Members = [.. type.Properties.Select(property => new BodyMember(property))];
    }

    public BodyMember[] Members { get; }

    /// <summary>Whether a member must be there. A body without such a member may be left out.</summary>
    public bool HasRequired => Array.Exists(Members, static member => member.IsRequired);

    /// <summary>Reads the rules of a contract type. A member without a limit throws, so that the contract has every limit.</summary>
    /// <exception cref="NotSupportedException">A member has a type or an attribute that cannot be checked; the message names it.</exception>
    public static BodyContract Of(JsonTypeInfo type) => new(type);

    /// <summary>Finds the member that the reader's property name names.</summary>
    /// <returns>Its index; -1 when the contract has no such member.</returns>
    public int IndexOf(ref readonly Utf8JsonReader json)
    {
        try
        {
            for (var index = 0; index < Members.Length; index++)
            {
                if (json.ValueTextEquals(Members[index].Utf8Name))
                {
                    return index;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: not the name of any member.
        }

        return -1;
    }
}

/// <summary>The rules and the JSON metadata of one type of body, read once.</summary>
/// <typeparam name="T">The contract type.</typeparam>
internal static class BodyContract<T>
    where T : class
{
    public static JsonTypeInfo<T> Type { get; } = (JsonTypeInfo<T>)BodyJson.Options.GetTypeInfo(typeof(T));

    public static BodyContract Rules { get; } = BodyContract.Of(Type);
}
