// A second opinion on the exported cards: cql-execution plays the vignettes that SecondOpinionTest writes, and says what the reference
// engine says, or this script ends with 1. See docs/cql.md.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import cql from 'cql-execution'
import fhir from 'cql-exec-fhir'

const folder = process.argv[2] ?? join(import.meta.dirname, '../../../target/second-opinion')
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const calls = read('calls.json')
// Days of FHIR dates without a time are days of this zone.
process.env.TZ = calls[0].zone

const elm = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !['calls.json', 'expansions.json'].includes(file))
    .map((file) => [file.replace('.json', ''), read(file)])
)
const codes = Object.fromEntries(
  Object.entries(read('expansions.json')).map(([url, all]) => [
    url,
    { 1: all.map((code) => ({ system: code.slice(0, code.indexOf('|')), code: code.slice(code.indexOf('|') + 1) })) }
  ])
)
const library = new cql.Library(elm.CervicalAnswer, new cql.Repository(elm))
const codeService = new cql.CodeService(codes)

let same = 0
const started = process.cpuUsage()
for (const call of calls) {
  const parameters = { ...call.parameters, 'Ended visit': new cql.Quantity(call.parameters['Ended visit'], 'days') }
  const patients = fhir.PatientSource.FHIRv401()
  const entry = call.resources.map((resource) => ({ resource }))
  if (!call.resources.some((resource) => resource.resourceType === 'Patient')) {
    console.log(`${call.card}, ${call.title}: no patient came, which this engine does not play`)
    continue
  }
  patients.loadBundles([{ resourceType: 'Bundle', type: 'collection', entry }])
  const executor = new cql.Executor(library, codeService, parameters)
  let outcome
  try {
    const results = await executor.exec_expression(
      call.card, patients, cql.DateTime.parse(call.now))
    outcome = Object.values(results.patientResults)[0][call.card]
  } catch (error) {
    outcome = `error: ${error.message}`
  }
  if (outcome === call.outcome) {
    same++
  } else {
    console.log(`${call.card}, ${call.title}: ${call.outcome} in the reference engine, ${outcome} here`)
  }
}
const { user, system } = process.cpuUsage(started)
console.log(`${same} of ${calls.length} vignettes the same; ${Math.round((user + system) / 1000 / calls.length)} ms of CPU each`)
process.exitCode = same === calls.length ? 0 : 1
