using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Names an operation of the API in OpenAPI documents. Not a name for links: the API can be mapped more than once.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Mapping">How often the application has mapped it by then: 1 for the first time. Routing refuses a name that two routes have, so later names end with it.</param>
internal sealed record OperationId(string Operation, int Mapping) : IEndpointNameMetadata, ISuppressLinkGenerationMetadata
{
    public string EndpointName => NameOf(Operation, Mapping);

    public bool SuppressLinkGeneration => true;

    /// <summary>The name of an operation where it is mapped for the first time, the second time and so on.</summary>
    public static string NameOf(string operation, int mapping) => mapping == 1 ? operation : $"{operation}_{mapping}";
}

/// <summary>Counts how often an application maps the API, the health checks and the receivers of webhooks.</summary>
internal sealed class MappingNumbers
{
    private int _api;
    private int _health;
    private int _receivers;

    public int NextApi() => Interlocked.Increment(ref _api);

    public int NextHealth() => Interlocked.Increment(ref _health);

    public int NextReceivers() => Interlocked.Increment(ref _receivers);
}
