using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bookstore.Samples;

/// <summary>Orders the tags, and says what each is about.</summary>
internal sealed class DocumentTags : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Tags =
    [
        ("Books", "The catalogue."),
        ("Stock", "How many copies there are, and why."),
        ("Orders", "Orders and their payments."),
        ("Deliveries", "From scheduled to delivered."),
        ("Health", "For load balancers and orchestrators. No key needed."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
        swaggerDoc.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
}
