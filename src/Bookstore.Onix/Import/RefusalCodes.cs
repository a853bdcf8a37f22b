using System.Text.Json;

namespace Bookstore.Onix.Import;

/// <summary>The code of a refusal as reports write it.</summary>
internal static class RefusalCodes
{
    public static string Of(OnixRefusalCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());
}
