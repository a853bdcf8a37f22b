using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Names an operation of the API in OpenAPI documents. Not a name for links: the API can be mapped more than once.</summary>
internal sealed record OperationId(string EndpointName) : IEndpointNameMetadata, ISuppressLinkGenerationMetadata
{
    public bool SuppressLinkGeneration => true;
}
