export const help = `slipway - the control panel for the container engine, from the command line

  slipway call METHOD [JSON]              one call; the answer as JSON on standard output
  slipway watch STREAM [JSON] [--count N] a stream as JSON lines, until N items or ctrl-c
  slipway prune --plan-file FILE [--plan] what may be freed by the rules in a JSON file; --yes frees it
  slipway reset --plan [FILE]             what a reset of the data would remove, printed or written to a file;
                                          --ticks containers,volumes (all), --keep kind:name (again and again)
  slipway reset --execute ID --confirm WORD   does it: the id and the word stand in the plan
  slipway engine status|start|stop|restart    the engine of this machine; stop and restart show a plan, --yes does it;
                                          --of system|user|own names one where there are several
  slipway methods                         every method: kind, summary, JSON schema of its input
  slipway doctor [--json]                 check this machine and its engines
  slipway install [--yes] [--mirror URL]  get the distribution's engine where there is none (Debian, Ubuntu), or the steps

  --output FILE      of watch: the bytes in the items go to this file (- for standard output), nothing is printed
  --file FILE        of watch: the bytes of this file are sent, to what takes a file (images.load, images.import)
  --yes              of prune and engine: execute the plan; the report as JSON. Of install: do it
  --engine ADDRESS   unix:///path, tcp://host:port, ssh://user@host, or the name of a docker context
  --version          the version of Slipway
  --help             this text

"-" in place of JSON reads it from standard input; without JSON, {} is sent.
Exit codes: 0 answered, 1 failed, 2 unusable arguments, 130 interrupted.
A failure is one JSON object on standard error: {"code","message","hint"}.

  slipway call containers.list '{"all":true}'
  slipway watch engine.state --count 1
  slipway prune --plan-file weekly.json --yes      weekly.json: {"kinds":["containers","images"],"until":"7d"}
  slipway watch stats.export '{"format":"csv","intervalMs":5000}' --count 12 --output stats.csv
  slipway watch images.load --file images.tar
  slipway watch containers.download '{"id":"web","path":"/etc/hosts"}' --output hosts
`;
