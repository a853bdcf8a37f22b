using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Storage;

/// <summary>A body of a document, or an object within one. Members that this version does not know are kept and written back.</summary>
internal abstract record DocumentBody
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
