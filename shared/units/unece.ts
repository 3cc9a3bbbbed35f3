/**
 * UNECE Recommendation 20 codes, as OPC UA's EUInformation carries them (OPC UA Part 8, 5.6.3): unitId is the code's ASCII
 * packed base 256, so `CEL` is 4408652. Holds the units of process plants, not the trade units of the recommendation.
 */
import { isUnitError, parseUnit } from "./parseUnit.ts";
import { opaqueUnit, type Unit } from "./unit.ts";

/** UNECE code and UCUM code, alternating blocks by quantity. The first UNECE code of a unit is the one written to servers. */
const TABLE = `
C62=1 P1=% NX=[ppth] 59=[ppm] 61=[ppb] Q30=[pH] 2N=dB
MTR=m DMT=dm CMT=cm MMT=mm 4H=um C45=nm KMT=km INH=[in_i] FOT=[ft_i] YRD=[yd_i] SMI=[mi_i] NMI=[nmi_i]
MTK=m2 CMK=cm2 MMK=mm2 KMK=km2 INK=[in_i]2 FTK=[ft_i]2
MTQ=m3 DMQ=dm3 CMQ=cm3 MMQ=mm3 LTR=L HLT=hL DLT=dL CLT=cL MLT=mL 4G=uL GLL=[gal_us] GLI=[gal_br] INQ=[in_i]3 FTQ=[ft_i]3 BLL=[bbl_us]
KGM=kg GRM=g MGM=mg MC=ug TNE=t LBR=[lb_av] ONZ=[oz_av] STN=[ston_av] LTN=[lton_av]
SEC=s C26=ms B98=us C47=ns MIN=min HUR=h DAY=d WEE=wk MON=mo ANN=a
CEL=Cel FAH=[degF] KEL=K A48=[degR] F10=K/h F11=K/min F12=K/s H13=K/h H14=K/min H15=K/s
PAL=Pa KPA=kPa MPA=MPa A97=hPa B96=uPa 74=mPa BAR=bar MBR=mbar PS=[psi] ATM=atm ATT=att HN=mm[Hg] UA=mm[Hg] HP=mm[H2O] F79=[in_i'Hg] F78=[in_i'H2O] C55=N/m2
MQH=m3/h MQS=m3/s G53=m3/min G52=m3/d 2J=cm3/s L2=L/min G51=L/s E32=L/h LD=L/d 40=mL/s 41=mL/min G2=[gal_us]/min G3=[gal_br]/min 2L=[ft_i]3/min E17=[ft_i]3/s
KGS=kg/s E93=kg/h F31=kg/min F30=kg/d E18=t/h
MTS=m/s KMH=km/h C16=mm/s 2M=cm/s 2X=m/min M60=m/h H81=mm/min FS=[ft_i]/s FR=[ft_i]/min HM=[mi_i]/h KNT=[kn_i]
MSK=m/s2 K40=[g]
NEW=N B47=kN B73=MN C20=mN B37=kgf C78=[lbf_av] 4P=N/m
NU=N.m B48=kN.m B74=MN.m D83=mN.m
JOU=J KJO=kJ 3B=MJ GV=GJ WHR=W.h KWH=kW.h MWH=MW.h GWH=GW.h BTU=[Btu_IT] E14=kcal_IT J2=J/kg B42=kJ/kg B8=J/m3
WTT=W KWT=kW MAW=MW A90=GW C31=mW D80=uW BHP=[HP] D46=V.A KVA=kV.A MVA=MV.A D44=V.A{r} KVR=kV.A{r} MAR=MV.A{r} K3=kV.A{r}.h C79=kV.A.h
AMP=A 4K=mA B84=uA B22=kA VLT=V 2Z=mV KVT=kV B78=MV D82=uV D50=V/m
OHM=Ohm E45=mOhm B49=kOhm B75=MOhm SIE=S C27=mS B99=uS D10=S/m H61=mS/cm G42=uS/cm G43=uS/m
FAR=F 4O=uF C41=nF 4T=pF 81=H C14=mH B90=uH COU=C AMH=A.h E09=mA.h D33=T C29=mT WEB=Wb C33=mWb
HTZ=Hz KHZ=kHz MHZ=MHz A86=GHz RPM={rev}/min RPS={rev}/s C97=/s C94=/min H10=/h E91=/d
C81=rad DD=deg D61=' D62='' A91=gon D27=sr 2A=rad/s E96=deg/s 2B=rad/s2
KMQ=kg/m3 23=g/cm3 GJ=g/mL GL=g/L A93=g/m3 B35=kg/L GP=mg/m3 GQ=ug/m3 M1=mg/L H29=ug/L
C65=Pa.s C24=mPa.s 89=P C7=cP 4C=cSt 91=St S4=m2/s C17=mm2/s
D52=W/K H35=K/W D53=W/(m.K) D55=W/(m2.K) D54=W/m2 JE=J/K B41=kJ/K B11=J/(kg.K) B43=kJ/(kg.K)
CDL=cd LUM=lm LUX=lx A24=cd/m2 C34=mol C18=mmol B45=kmol C36=mol/m3 C38=mol/L M33=mmol/L BQL=Bq D13=Sv A95=Gy
`;

const PAIRS: readonly (readonly [unece: string, ucum: string])[] = TABLE.trim().split(/\s+/).map((pair) => {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
});

const UCUM_BY_ID: ReadonlyMap<number, string> = new Map(PAIRS.map(([unece, ucum]) => [packCode(unece), ucum]));
const UNECE_BY_UCUM: ReadonlyMap<string, string> = new Map(PAIRS.toReversed().map(([unece, ucum]) => [ucum, unece]));

/** A UNECE code as OPC UA packs it: ASCII, base 256. */
export function packCode(code: string): number {
  return [...code].reduce((id, letter) => id * 256 + letter.charCodeAt(0), 0);
}

/** All UNECE codes known here with their UCUM codes. */
export function uneceUnits(): readonly (readonly [unece: string, ucum: string])[] {
  return PAIRS;
}

/** The unit of an EUInformation.unitId, or undefined where the id is -1, private, or not of a process unit. */
export function unitFromUnece(unitId: number): Unit | undefined {
  const code = UCUM_BY_ID.get(unitId);
  const unit = code === undefined ? undefined : parseUnit(code);
  return unit && !isUnitError(unit) ? unit : undefined;
}

/** EUInformation.unitId for a unit; undefined where the recommendation has no code we know. */
export function uneceId(unit: Unit): number | undefined {
  const code = UNECE_BY_UCUM.get(unit.code);
  return code === undefined ? undefined : packCode(code);
}

/**
 * The unit of an OPC UA variable: by its UNECE id, else by the text the server shows, else opaque under that text.
 * Undefined only where the server says nothing at all.
 */
export function unitFromEuInformation(unitId: number, displayName: string): Unit | undefined {
  const byId = unitFromUnece(unitId);
  if (byId) return byId;
  if (displayName.trim() === "") return undefined;
  const byName = parseUnit(displayName.trim());
  return isUnitError(byName) ? opaqueUnit(displayName) : byName;
}
