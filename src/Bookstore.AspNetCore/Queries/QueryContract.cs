using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>
/// Checks the query of a request against its handler's parameters, before they are bound: all errors are reported at once. A parameter that the handler does not have is refused:
/// a client that pages by another name would read the first page for ever, and one that sends an amount here instead of in the body would capture all of it.
/// </summary>
internal sealed class QueryContract
{
    private readonly QueryParameter[] _parameters;

    private QueryContract(QueryParameter[] parameters) => _parameters = parameters;

    /// <summary>Reads the rules of a handler's query parameters.</summary>
    /// <exception cref="NotSupportedException">A parameter has a type that cannot be checked, or no limit; the message names it.</exception>
    public static QueryContract Of(MethodInfo handler) => new(
        [.. HandlerParameters.Of(handler).Where(static parameter => HandlerParameters.Find<IFromQueryMetadata>(parameter) is not null).Select(static parameter => new QueryParameter(parameter))]);

    /// <summary>What is wrong with a query; <see langword="null"/> when nothing is.</summary>
    public ApiProblem? ProblemOf(HttpRequest request) => request.QueryString.HasValue ? ProblemOf(request.Query) : null;

    private ApiProblem? ProblemOf(IQueryCollection query)
    {
        var errors = new FieldErrors();
        foreach (var parameter in _parameters)
        {
            if (parameter.IsMetadata)
            {
                continue;
            }

            var values = query[parameter.Name];
            var message = values.Count == 0 ? null : values.Count > 1 ? "is given more than once" : parameter.ProblemOf(values[0] ?? string.Empty);
            if (message is not null)
            {
                errors.Add("/" + parameter.Name, message);
            }
        }

        foreach (var name in query.Keys)
        {
            if (MetadataCondition.IsNamed(name) && Array.Exists(_parameters, static parameter => parameter.IsMetadata))
            {
                if (QueryParameter.ProblemOfPair(name, query) is { } problem)
                {
                    errors.Add("/" + MemberName.Shown(name), problem);
                }
            }
            else if (!Array.Exists(_parameters, parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add("/" + MemberName.Shown(name), "is not a parameter of this address");
            }
        }

        return errors.Any ? Problems.Invalid(ProblemCodes.InvalidQuery, "The query is not valid; errors says where.", errors) : null;
    }
}
