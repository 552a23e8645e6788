import { CsharpCode } from './csharp-names';

/** As jsii-pacmak generates it. */
const GENERATED = `
namespace CdkMcpGuardrails
{
    public class McpServer : DeputyBase
    {
        [JsiiProperty(name: "AWS", typeJson: "{}")]
        public static CdkMcpGuardrails.McpServer AWS { get; } = GetStaticProperty<CdkMcpGuardrails.McpServer>(typeof(CdkMcpGuardrails.McpServer))!;
        public virtual string? ServicePrincipal { get => GetInstanceProperty<string?>(); }
    }
    public class Result : DeputyBase
    {
        public virtual CdkMcpGuardrails.IStatement[] Statements { get => GetInstanceProperty<CdkMcpGuardrails.IStatement[]>()!; }
        public static CdkMcpGuardrails.Result Of(CdkMcpGuardrails.IOptions? options = null) => null;
    }
    public interface IStatement { string Sid { get; } }
    public interface IOptions { string? Name { get; } }
    public class Options : CdkMcpGuardrails.IOptions { public string? Name { get; set; } }
    public enum Decision { ALLOWED }
    public class AgentRole : Amazon.CDK.AWS.IAM.Role { }
}`;
const CDK = ['Role', 'RoleArn', 'Stack'];
const program = (body: string) => `using CdkMcpGuardrails;\npublic class App { public void Run() { ${body} } }`;

const FOUND: Array<[what: string, body: string, names: string[]]> = [
  ['a type', 'new Option { Name = "x" };', ['Option.Name', 'Option']],
  ['a property that is set', 'var options = new Options { Names = "x" };', ['Options.Names']],
  ['a static method', 'var result = Result.From();', ['Result.From']],
  ['a static property', 'var server = McpServer.EKS;', ['McpServer.EKS']],
  ['a property of what a method returns', 'var all = Result.Of().Statement;', ['Result.Statement']],
  ['a property of an item', 'var result = Result.Of(); var all = result.Statements.Select(each => each.Id);', ['IStatement.Id']],
  ['a property of what a property is', 'var principal = McpServer.AWS.Principal;', ['McpServer.Principal']],
  ['a value of an enum', 'var decision = Decision.DENIED;', ['Decision.DENIED']],
  ['what neither the library nor the CDK has', 'var role = new AgentRole(); var name = role.Arn;', ['AgentRole.Arn']],
  ['a type as an argument of another', 'var all = new List<Statement>();', ['Statement']],
];
const RIGHT = `
  var result = Result.Of(new Options { Name = "x" });
  var sids = result.Statements.Select(each => each.Sid).ToArray();
  string? principal = McpServer.AWS.ServicePrincipal;
  var role = new AgentRole();
  var arn = role.RoleArn;
  var decision = Decision.ALLOWED;
  new App().Run();
`;

let problems: string[][];
beforeAll(async () => {
  const code = await CsharpCode.of([GENERATED]);
  problems = [RIGHT, 'var = ;', ...FOUND.map(([, body]) => body)].map((body) => code.problems(new Map([['App.cs', program(body)]]), new Set(CDK)));
});

test('what the generated code, the CDK and the source itself have is no problem', () => {
  expect(problems[0]).toEqual([]);
});

test('a source that is no C# is a problem', () => {
  expect(problems[1]).toContain('App.cs: the parser does not understand it');
});

test.each(FOUND.map(([what, , names], i) => [what, names, i + 2] as const))('%s that is not there is found', (_, names, i) => {
  expect(problems[i]).toEqual(names.map((name) => `App.cs: the code for C# has no ${name}`));
});
